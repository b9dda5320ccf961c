"""The household on one day: what planners read. Folded from the record by `projections.household`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from kinhold.domain.care import CareNeedStated, Carer, Child, RotaShared
from kinhold.domain.coparenting import ParentingTimeStated
from kinhold.domain.dates import Edtf
from kinhold.domain.fact import Label, PersonRef
from kinhold.domain.finances import (
    Account,
    AssetStated,
    BillStated,
    DebtAcknowledged,
    DebtPaused,
    DebtStated,
    IncomeStated,
    PayeeKnown,
    PaymentMade,
    PaymentReceived,
    SettlementOffered,
    SupportBasisStated,
    TransactionBooked,
)
from kinhold.domain.people import CarerLeft, RelationStated
from kinhold.domain.promises import Commitment


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody known to the household.

    Attributes:
        handle: the unique name.
        name: how she calls them on the page.
        role: relation to the person who keeps the record, such as `mother_in_law`.
        gender: `f`, `m`, `x`, or empty where not told.
        born: EDTF, `../..` where not told.
        child: True for a child of the household.
        side: the branch of the family: `own`, `partner`, or empty.
        group: True for several people known only together.
        unsafe: True where she marked them; they are never suggested and see nothing.
        died: True where a death is on the record.
        home: the home they live in on that day, or empty.
        fact_id: the fact that added them.
        held_back: True where a signal that she confirmed names them as following or watching: they
            are not suggested until she says otherwise.
    """

    handle: PersonRef
    name: str
    role: str
    gender: str
    born: Edtf
    child: bool
    side: str
    group: bool
    unsafe: bool
    died: bool
    home: Label
    fact_id: str
    held_back: bool = False

    @property
    def offered(self) -> bool:
        """Whether they may be suggested, asked or given anything: one living adult, not kept out."""
        return not (self.child or self.group or self.died or self.unsafe or self.held_back)


@dataclass(frozen=True, slots=True)
class Household:
    """Everything a planner needs, on one day; see the fields' own types.

    Attributes:
        zone, country, region, currency: from the header.
        keeper: the person who keeps the record: the main carer.
        home: the home of the children, or empty where none was stated.
        departures: who left the household and when, oldest first.
        rota: the rota last shared, or None.
        on: the local day this is true for.
        booked: lines of bank statements of the last `BOOKED_DAYS` days, in order of day.
        payees: what bills, debts and incomes are called on statements.
        offers, pauses, acknowledged: what was said of debts, oldest first.
        support_stated: every statement on what footing support stands, oldest first; `support` has
            the one that holds.
        holidays: public holidays around that day, where something depends on them.
        holidays_problem: one sentence where they could not be known for sure; else empty.
    """

    zone: ZoneInfo
    country: str
    region: str
    currency: str
    keeper: PersonRef
    home: Label
    people: tuple[Person, ...]
    relationships: tuple[RelationStated, ...]
    departures: tuple[CarerLeft, ...]
    children: tuple[Child, ...]
    carers: tuple[Carer, ...]
    care_needs: tuple[CareNeedStated, ...]
    commitments: tuple[Commitment, ...]
    accounts: tuple[Account, ...]
    incomes: tuple[IncomeStated, ...]
    bills: tuple[BillStated, ...]
    debts: tuple[DebtStated, ...]
    support: tuple[SupportBasisStated, ...]
    payments: tuple[PaymentMade, ...]
    received: tuple[PaymentReceived, ...]
    assets: tuple[AssetStated, ...]
    schedule: tuple[ParentingTimeStated, ...]
    rota: RotaShared | None
    on: date
    booked: tuple[TransactionBooked, ...] = ()
    payees: tuple[PayeeKnown, ...] = ()
    offers: tuple[SettlementOffered, ...] = ()
    pauses: tuple[DebtPaused, ...] = ()
    acknowledged: tuple[DebtAcknowledged, ...] = ()
    support_stated: tuple[SupportBasisStated, ...] = ()
    holidays: frozenset[date] = frozenset()
    holidays_problem: str = ""

    def person(self, handle: str) -> Person | None:
        """Return the person with this handle, or None."""
        return next((p for p in self.people if p.handle == handle), None)

    def carer(self, handle: str) -> Carer | None:
        """Return the carer with this handle, or None."""
        return next((c for c in self.carers if c.handle == handle), None)

    def name(self, handle: str) -> str:
        """Return how the person is called, or the handle itself where nobody is known by it."""
        known = self.person(handle)
        return known.name if known else handle
