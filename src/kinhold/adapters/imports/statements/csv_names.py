"""What columns are called in the CSV files of banks, in several languages.

Names are compared without case, accents, brackets and signs: `Paid out (£)` is `paid out`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_BRACKETS = re.compile(r"\([^()]{0,30}\)|\[[^\[\]]{0,30}\]")
_SIGNS = re.compile(r"[^\w]+|_+")
_CODE_AT_END = re.compile(r" (?:gbp|usd|eur|chf|aud|cad|nzd|sek|nok|dkk|pln|czk|huf|inr|sgd|zar)\Z")

DAY: Final = (
    "date", "datum", "data", "fecha", "dato", "transaction date", "trans date", "date of transaction",
    "transactiedatum", "datum transactie", "datum verrichting", "uitvoeringsdatum", "data operacji", "data transakcji",
    "date operation", "date de l operation", "date d operation", "belegdatum", "kaufdatum",
    "tranzakcio datuma", "transaktionsdatum", "datetime", "date time", "created", "run date",
    "completed date", "date completed", "completed date utc", "date completed utc", "finished on",
    "booking date", "buchungstag", "buchungsdatum", "boekdatum", "boekingsdatum", "date processed",
    "post date", "posted date", "posting date", "posted", "process date", "datum zauctovani",
    "datum provedeni", "execution date", "fecha operacion", "fecha contable", "data contabile",
    "data operazione", "bokforingsdag", "bokforingsdatum", "bogforingsdato", "transaction posted date",
    "started date", "date started", "date started utc", "created on", "value date", "date effective",
)  # fmt: skip
"""Days, the one under which a statement lists its lines first."""
BOOKED: Final = frozenset({
    "post date", "posted date", "posting date", "booking date", "buchungstag", "buchungsdatum",
    "boekdatum", "boekingsdatum", "date processed", "process date", "datum verrekening", "clearing date",
    "settlement date", "datum zauctovani", "transaction posted date", "posted",
})  # fmt: skip
VALUED: Final = frozenset({
    "value date", "valuta", "valutadatum", "wertstellung", "wert", "rentedatum", "data valuta",
    "date valeur", "date de valeur", "fecha valor", "started date", "valutadato", "ertek nap", "erteknap",
    "belegdatum", "execution date", "date started", "date started utc",
})  # fmt: skip
AMOUNT: Final = (
    "net", "amount", "transaction amount", "billing amount", "value", "betrag", "bedrag", "buchungsbetrag",
    "montant", "importo", "importe", "importe eur", "kwota", "kwota operacji", "kwota transakcji", "suma",
    "belopp", "belob", "valor", "debit credit", "mutatie", "transactiebedrag", "castka",
    "zauctovana castka", "summa", "tranzakcio osszege", "osszeg", "bedrag in eur", "amount in account currency",
    "umsatz", "amount total", "total", "transaction value", "amount charged", "gross",
)  # fmt: skip
OUT: Final = (
    "debit", "debit amount", "debits", "paid out", "money out", "withdrawal", "withdrawals",
    "withdrawal amount", "withdrawal amt", "out", "outflow", "soll", "belastung", "debet", "debito", "cargo", "uitgave",
    "obciazenia", "amount debit", "sortie", "depense", "dare", "ut", "ausgang", "uscite", "payments", "spent",
)  # fmt: skip
IN: Final = (
    "credit", "credit amount", "credits", "paid in", "money in", "deposit", "deposits",
    "deposit amount", "deposit amt", "in", "inflow", "haben", "gutschrift", "credito", "abono", "bijschrijving",
    "uznania", "amount credit", "entree", "recette", "avere", "ingang", "eingang", "entrate", "receipts",
    "received",
)  # fmt: skip
BALANCE: Final = (
    "balance", "running balance", "running bal", "account balance", "balance after", "ledger balance",
    "saldo", "saldo na trn", "saldo nach buchung", "solde", "egyenleg", "runningbalance", "cash balance",
    "account running balance", "saldo po operacji", "saldo na mutatie", "balance after transaction",
    "ending balance after transaction", "closing balance", "saldo contabile", "bokfort saldo",
)  # fmt: skip
DIRECTION: Final = (
    "d c", "dc", "c d", "cd", "d k", "creditdebet", "af bij", "bij af", "debit or credit",
    "debit credit flag", "debit credit", "credit debit", "credit debit indicator", "dr cr", "cr dr",
    "direction", "bevetel kiadas", "in out", "sign", "soll haben", "s h", "transaction type", "type",
    "code", "transaction", "indicator",
)  # fmt: skip
PAYEE: Final = (
    "payee", "merchant", "merchant name", "name", "counter party", "counterparty", "counterparty name",
    "beneficiary", "beneficiary name", "naam tegenpartij", "naam omschrijving", "tegenrekeninghouder",
    "naam", "beguenstigter zahlungspflichtiger", "begunstigter zahlungspflichtiger",
    "auftraggeber empfanger", "auftraggeber begunstigter", "empfanger", "empfaenger", "empfangername",
    "name zahlungsbeteiligter", "zahlungspflichtiger", "zahlungsempfanger", "auftraggeber", "partner",
    "partner name", "partner neve", "handelaar", "nadawca odbiorca", "gavejas", "nazev protiuctu",
    "counteraccount name", "name payee", "target name", "mottagare", "beneficiaire", "payee name", "merchantname",
)  # fmt: skip
WORDS: Final = (
    "description", "transaction description", "merchant description", "details", "transaction details",
    "narrative", "narration", "particulars", "text", "label", "libelle", "omschrijving", "mededelingen",
    "verwendungszweck", "buchungstext", "umsatztext", "action", "original description", "concepto",
    "descripcion", "descrizione", "opis", "opis operacji", "tytul", "paaiskinimai", "memo", "notes", "note",
    "notes and tags", "message", "comment", "communication", "vrije mededeling", "extended details",
    "transaktionsbeschreibung", "kozlemeny", "zprava", "message for payee", "message for me", "tekst",
    "item", "transaction", "specification", "besonderheiten", "causale", "rubrik", "reference text",
    "description 1", "description 2", "statement description", "betreff",
)  # fmt: skip
NUMBER: Final = (
    "transaction id", "transactionid", "fitid", "id", "transferwise id", "wise id", "unique id", "txid",
    "volgnr", "id transakce", "transaction reference number", "iraso nr", "transaction number",
)  # fmt: skip
"""Numbers that are the bank's own of a line."""
REFERENCE: Final = (
    "reference", "reference number", "transaction reference", "ref", "ref no", "transactiereferentie",
    "referentie", "buchungsreferenz", "payment reference", "referenz", "kundenreferenz",
    "bank reference", "customer reference", "transaction ref", "zahlungsreferenz",
)  # fmt: skip
CHEQUE: Final = (
    "check", "check number", "check no", "cheque number", "cheque no", "check or slip", "cheque",
    "chq ref no", "chequeno", "serial",
)  # fmt: skip
KIND: Final = (
    "type", "transaction type", "transaktionstyp", "umsatzart", "mutatiesoort", "subcategory",
    "transaction code", "tran type", "code", "buchungsart", "typ", "type of transaction",
    "kategorie transakce", "betaalwijze", "type betaling",
)  # fmt: skip
CATEGORY: Final = ("category", "kategorie", "categorie", "spending category", "kategoria", "category name")  # fmt: skip
CURRENCY: Final = (
    "currency", "ccy", "currency code", "waehrung", "wahrung", "munt", "muntsoort", "valutacode", "devise",
    "divisa", "moneda", "valiuta", "waluta", "buchungswahrung", "mena", "mena uctu", "devizanem", "curr",
    "account currency", "valuta", "tranzakcio devizaneme",
)  # fmt: skip
ACCOUNT: Final = (
    "account number", "account no", "account", "card no", "card number", "auftragskonto", "iban bban",
    "rekeningnummer", "rekening", "auftraggeberkonto", "account id", "szamlaszam", "saskaitos nr",
    "cislo uctu", "iban auftraggeberkonto", "kontonummer", "iban", "konto", "kredietkaart",
    "credit card number", "bank account",
)  # fmt: skip
ACCOUNT_NAME: Final = ("account name", "nazev uctu", "szamla neve", "product", "account nickname")
FEE: Final = ("fee", "fees", "poplatek", "fee amount")
STATUS: Final = ("status", "state", "transaction status", "statetype")
IMPACT: Final = ("balance impact",)

ROLES: Final[dict[str, tuple[str, ...]]] = {
    "balance": BALANCE,
    "number": NUMBER,
    "reference": REFERENCE,
    "cheque": CHEQUE,
    "category": CATEGORY,
    "fee": FEE,
    "status": STATUS,
    "impact": IMPACT,
    "name": ACCOUNT_NAME,
}
"""Roles of which a file has one column, the first that is found."""


def plain_name(header: str) -> str:
    """Return a column's name as it is compared: `Paid out (£)` is `paid out`."""
    text = unicodedata.normalize("NFKD", _BRACKETS.sub(" ", header.casefold()))
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = text.replace("ß", "ss").replace("ø", "o").replace("ł", "l").replace("æ", "ae")
    text = _SIGNS.sub(" ", text).strip()
    return _CODE_AT_END.sub("", text) if " " in text else text
