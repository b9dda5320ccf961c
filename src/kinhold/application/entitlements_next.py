"""What to do next for each programme: where to claim or ask, and the official page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kinhold.voice.speaking import N_


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do, and the official page for it."""

    text: str
    href: str


NEXT: Final = {
    "uk.universal-credit": NextStep(
        N_(
            "Claim online; in Northern Ireland at nidirect. Ask for an advance in the first "
            "interview if the wait is too long."
        ),
        "https://www.gov.uk/apply-universal-credit",
    ),
    "uk.child-benefit": NextStep(
        N_(
            "Claim online or by form CH2, as soon as the birth is registered or the child comes "
            "to live with you."
        ),
        "https://www.gov.uk/child-benefit/how-to-claim",
    ),
    "uk.healthy-start": NextStep(
        N_("Apply online with your Universal Credit details."),
        "https://www.healthystart.nhs.uk/how-to-apply/",
    ),
    "uk.maternity-grant": NextStep(
        N_("Send form SF100, signed by a midwife, doctor or health visitor."),
        "https://www.gov.uk/sure-start-maternity-grant/how-to-claim",
    ),
    "uk.council-tax": NextStep(
        N_("Ask your council, and ask from which day it can be counted."),
        "https://www.gov.uk/apply-council-tax-reduction",
    ),
    "uk.scottish-child-payment": NextStep(
        N_("Apply to Social Security Scotland; one form covers the Best Start payments."),
        "https://www.mygov.scot/scottish-child-payment",
    ),
    "us.snap": NextStep(
        N_(
            "Apply to your state. With almost no income or cash, ask for expedited service: "
            "seven days."
        ),
        "https://www.fns.usda.gov/snap/state-directory",
    ),
    "us.wic": NextStep(
        N_("Call the WIC office near you for an appointment."),
        "https://www.fns.usda.gov/wic/program-contacts",
    ),
    "us.medicaid": NextStep(
        N_("Apply to your state or at HealthCare.gov, on any day of the year."),
        "https://www.healthcare.gov/medicaid-chip/getting-medicaid-chip/",
    ),
    "us.eitc": NextStep(
        N_("File a federal tax return, even where none is due. Free help: VITA."),
        "https://www.irs.gov/credits-deductions/individuals/earned-income-tax-credit-eitc",
    ),
    "us.ctc": NextStep(
        N_("File a federal tax return with Schedule 8812."),
        "https://www.irs.gov/credits-deductions/individuals/child-tax-credit",
    ),
    "us.child-care": NextStep(
        N_("Find your state's child care office."), "https://childcare.gov/state-resources-home"
    ),
    "us.tanf": NextStep(
        N_("Find your state's office for families."),
        "https://acf.gov/ofa/map/about/help-families",
    ),
}
