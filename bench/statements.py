"""Bank statements with many transactions, read in this process: CPU time, median of several runs.

usage: python -m bench.statements [N]      (default: 10000 transactions; goal for OFX: 0.12 s CPU)
"""

from __future__ import annotations

import gc
import resource
import statistics
import sys
from datetime import date, timedelta
from time import process_time
from typing import NamedTuple

from kinhold.adapters.imports.statements import camt, csv, mt940, ofx, qif
from kinhold.adapters.imports.statements.reading import StatementToRead, read_statement
from kinhold.adapters.imports.statements.under_way import UnderWay
from kinhold.adapters.imports.tables import GivenFile

RUNS = 9
GOAL = 0.12
PAYEES = [f"MARKET HALL {n} LEEDS" for n in range(97)]
FIRST = date(2019, 1, 1)


class Booked(NamedTuple):
    """A payment of the generated household."""

    number: int
    day: date
    minor: int
    payee: str
    words: str


def bookings(count):
    """About eight payments a day, each with words of its own."""
    for n in range(count):
        minor = 150_000 + n % 700 if n % 40 == 0 else -(199 + 37 * n % 9000)
        day = FIRST + timedelta(days=n // 8)
        yield Booked(
            n,
            day,
            minor,
            PAYEES[n % 97],
            f"CARD PAYMENT TO {PAYEES[n % 97]} ON {day:%d %b} REF {n}",
        )


def shown(minor, mark="."):
    """An amount with a sign and two decimals."""
    return f"{'-' if minor < 0 else ''}{abs(minor) // 100}{mark}{abs(minor) % 100:02}"


def as_ofx(count, *, xml):
    """OFX 1.x or 2.x, with the tags that banks give."""
    end = (lambda tag: f"</{tag}>") if xml else (lambda _: "")
    head = '<?xml version="1.0"?>\n<?OFX OFXHEADER="200" VERSION="211"?>\n' if xml else "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n"  # fmt: skip
    bank = {"BANKID": "200000", "ACCTID": "40117711", "ACCTTYPE": "CHECKING"}
    whose = "".join(f"<{tag}>{value}{end(tag)}" for tag, value in bank.items())
    begin = (
        f"{head}<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0{end('CODE')}<SEVERITY>INFO{end('SEVERITY')}</STATUS>"
        f"<DTSERVER>20261122{end('DTSERVER')}<FI><ORG>HARBOUR{end('ORG')}</FI></SONRS></SIGNONMSGSRSV1>"
        f"<BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>GBP{end('CURDEF')}<BANKACCTFROM>{whose}</BANKACCTFROM>"
    )
    parts = [begin, "<BANKTRANLIST>\n"]
    for each in bookings(count):
        told = {
            "TRNTYPE": "POS" if each.minor < 0 else "CREDIT",
            "DTPOSTED": f"{each.day:%Y%m%d}120000.000[0:GMT]",
            "DTUSER": f"{each.day:%Y%m%d}120000.000[0:GMT]",
            "TRNAMT": shown(each.minor),
            "FITID": f"{each.day:%Y%m%d}{each.number:09}",
            "NAME": each.payee,
            "MEMO": each.words,
        }
        parts.append("<STMTTRN>\n" + "".join(f"<{t}>{v}{end(t)}\n" for t, v in told.items()) + "</STMTTRN>\n")  # fmt: skip
    parts.append(f"</BANKTRANLIST><LEDGERBAL><BALAMT>1.00{end('BALAMT')}</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>")  # fmt: skip
    return "".join(parts)


def as_qif(count):
    """QIF of a bank account."""
    return "!Type:Bank\n" + "".join(
        f"D{b.day:%d/%m/%Y}\nT{shown(b.minor)}\nP{b.payee}\nM{b.words}\nLFood:Groceries\n^\n"
        for b in bookings(count)
    )


def as_camt(count):
    """CAMT.053 with one payment an entry."""
    entries = "".join(
        f"<Ntry><Amt Ccy='GBP'>{shown(abs(b.minor))}</Amt><CdtDbtInd>{'DBIT' if b.minor < 0 else 'CRDT'}</CdtDbtInd>"
        f"<Sts>BOOK</Sts><BookgDt><Dt>{b.day}</Dt></BookgDt><ValDt><Dt>{b.day}</Dt></ValDt><AcctSvcrRef>{b.number:012}</AcctSvcrRef>"
        "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>CCRD</Cd><SubFmlyCd>POSD</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls>"
        f"<RltdPties><Cdtr><Nm>{b.payee}</Nm></Cdtr></RltdPties><RmtInf><Ustrd>{b.words}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
        for b in bookings(count)
    )
    return (
        "<?xml version='1.0'?><Document xmlns='urn:iso:std:iso:20022:tech:xsd:camt.053.001.02'><BkToCstmrStmt><Stmt>"
        f"<Acct><Id><IBAN>GB29NWBK60161331926819</IBAN></Id><Ccy>GBP</Ccy></Acct>{entries}</Stmt></BkToCstmrStmt></Document>"
    )


def as_mt940(count):
    """MT940 with structured words."""
    lines = "".join(
        f":61:{b.day:%y%m%d%m%d}{'D' if b.minor < 0 else 'C'}{shown(abs(b.minor), ',')}NTRFNONREF//{b.number:012}\r\n"
        f":86:105?00CARD?20{b.words[:27]}?21{b.words[27:54]}?22{b.words[54:]}?32{b.payee}\r\n"
        for b in bookings(count)
    )
    return f":20:X\r\n:25:70011110/40117711\r\n:28C:1/1\r\n:60F:C190101EUR0,00\r\n{lines}:62F:C261122EUR0,00\r\n-"


def as_csv(count):
    """CSV with a running balance, newest last."""
    rows, balance = ["Date,Description,Type,Paid out,Paid in,Balance\n"], 0
    for b in bookings(count):
        balance += b.minor
        out, in_ = (shown(-b.minor), "") if b.minor < 0 else ("", shown(b.minor))
        rows.append(f'{b.day:%d/%m/%Y},"{b.words}",CARD,{out},{in_},{shown(balance)}\n')
    return "".join(rows)


def measured(work):
    """Median and least CPU seconds of several runs, and what the last one gave."""
    took, result = [], None
    for _ in range(RUNS):
        gc.collect()
        begin = process_time()
        result = work()
        took.append(process_time() - begin)
    return statistics.median(took), min(took), result


def told(name, work, count, goal=None):
    """Measure, check that nothing was lost, and print."""
    median, least, accounts = measured(work)
    assert sum(len(account.lines) for account in accounts) == count, name
    note = f"   goal {goal:.2f} s: {'met' if median <= goal else 'not met'}" if goal else ""
    print(f"  {name:<34}{median:8.3f} s CPU (least {least:.3f}) {count / median:10,.0f} transactions/s{note}", flush=True)  # fmt: skip


def main(count):
    """Measure every format."""
    print(f"{count} transactions, median of {RUNS} runs, CPU time of this process")
    sgml = as_ofx(count, xml=False)
    texts = {
        "OFX 1.x (SGML)": (ofx.read, sgml, GOAL),
        "OFX 2.x (XML)": (ofx.read, as_ofx(count, xml=True), None),
        "QIF": (qif.read, as_qif(count), None),
        "CAMT.053": (camt.read, as_camt(count), None),
        "MT940": (mt940.read, as_mt940(count), None),
        "CSV": (lambda text, way: csv.read(text, way)[0], as_csv(count), None),
    }
    for name, (read, text, goal) in texts.items():
        told(name, lambda read=read, text=text: read(text, UnderWay("bench")), count, goal)
    wanted = StatementToRead((GivenFile("bench.ofx", sgml.encode()),))
    told("OFX 1.x, found out and checked too", lambda: read_statement(wanted).accounts, count)
    print(f"  most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
