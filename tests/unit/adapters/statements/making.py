"""Statements for tests, written here from the published formats; no bank's file."""

from __future__ import annotations

from kinhold.adapters.imports.statements.reading import StatementToRead, read_statement
from kinhold.adapters.imports.tables import GivenFile


def read(*texts, names=("statement",), **how):
    """Read texts or bytes as files."""
    contents = [t.encode("utf-8") if isinstance(t, str) else t for t in texts]
    labels = list(names) + [f"statement {n}" for n in range(len(names), len(contents))]
    files = tuple(GivenFile(n, c) for n, c in zip(labels, contents, strict=False))
    return read_statement(StatementToRead(files, **how))


def only(read_):
    """The one account of a reading."""
    (account,) = read_.accounts
    return account


def sums(account):
    """Day and minor units of each line."""
    return [(line.day.isoformat(), line.amount) for line in account.lines]


def codes(read_, *, severities=("error", "warning", "info")):
    """Codes of findings, without what they have in common."""
    return [f.code.removeprefix("statement.") for f in read_.findings if f.severity in severities]


def ofx(
    *lines,
    number="40117711",
    kind="CHECKING",
    currency="GBP",
    balance="<LEDGERBAL><BALAMT>100.00<DTASOF>20261130</LEDGERBAL>",
    head="OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n",
):
    """OFX 1.x of one account; lines are dictionaries or raw tags."""
    body = "".join(line if isinstance(line, str) else transaction(**line) for line in lines)
    return (
        f"{head}<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS>"
        "<DTSERVER>20261201<LANGUAGE>ENG<FI><ORG>HARBOUR<FID>7</FI></SONRS></SIGNONMSGSRSV1>"
        f"<BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS><STMTRS>"
        f"<CURDEF>{currency}<BANKACCTFROM><BANKID>200000<ACCTID>{number}<ACCTTYPE>{kind}</BANKACCTFROM>"
        f"<BANKTRANLIST><DTSTART>20261101<DTEND>20261130{body}</BANKTRANLIST>{balance}"
        "</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>"
    )


def transaction(
    day="20261102", amount="-12.50", number="A1", name="MARKET HALL", memo="", xml=False, **more
):
    """One transaction with end tags or without."""
    tags = {
        "TRNTYPE": "POS",
        "DTPOSTED": day,
        "TRNAMT": amount,
        "FITID": number,
        "NAME": name,
        "MEMO": memo,
    } | more
    inside = "".join(
        f"<{t}>{v}" + (f"</{t}>" if xml else "\n") for t, v in tags.items() if v or xml
    )
    return f"<STMTTRN>{inside}</STMTTRN>\n"


def camt(
    *entries, version="053.001.02", opening="100.00", closing="", iban="GB29NWBK60161331926819"
):
    """CAMT.053 of one account; entries are XML."""
    balances = f"<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy='GBP'>{opening}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-01</Dt></Dt></Bal>"
    if closing:
        balances += f"<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy='GBP'>{closing}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-30</Dt></Dt></Bal>"
    return (
        f"<?xml version='1.0' encoding='UTF-8'?><Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.{version}'>"
        f"<BkToCstmrStmt><GrpHdr><MsgId>1</MsgId></GrpHdr><Stmt><Id>1</Id><Acct><Id><IBAN>{iban}</IBAN></Id>"
        f"<Ccy>GBP</Ccy><Svcr><FinInstnId><BIC>NWBKGB2L</BIC></FinInstnId></Svcr></Acct>{balances}{''.join(entries)}"
        "</Stmt></BkToCstmrStmt></Document>"
    )


def entry(
    amount="12.50",
    *,
    side="DBIT",
    day="2026-11-02",
    details="",
    status="<Sts>BOOK</Sts>",
    number="R1",
    more="",
):
    """One entry of CAMT."""
    return (
        f"<Ntry><Amt Ccy='GBP'>{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>{more}{status}"
        f"<BookgDt><Dt>{day}</Dt></BookgDt><AcctSvcrRef>{number}</AcctSvcrRef>"
        f"<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>{details}</Ntry>"
    )


def payment(amount="", payee="", words="", number=""):
    """One payment inside an entry of CAMT."""
    sum_ = f"<AmtDtls><TxAmt><Amt Ccy='GBP'>{amount}</Amt></TxAmt></AmtDtls>" if amount else ""
    refs = f"<Refs><AcctSvcrRef>{number}</AcctSvcrRef></Refs>" if number else ""
    party = f"<RltdPties><Cdtr><Nm>{payee}</Nm></Cdtr></RltdPties>" if payee else ""
    said = f"<RmtInf><Ustrd>{words}</Ustrd></RmtInf>" if words else ""
    return f"<TxDtls>{refs}{sum_}{party}{said}</TxDtls>"


def mt940(
    *lines, opening="C261101EUR100,00", closing="C261130EUR100,00", account="NL91ABNA0417164300"
):
    """MT940 of one statement; lines are fields."""
    return "\r\n".join(
        [
            ":20:NOV",
            f":25:{account}",
            ":28C:11/1",
            f":60F:{opening}",
            *lines,
            f":62F:{closing}",
            "-",
        ]
    )
