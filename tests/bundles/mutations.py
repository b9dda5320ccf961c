"""Bundles that somebody changed: raw bytes, files, lines, proofs, keys; with and without the key.

Every mutation has a *reach*: how far whoever made it went to hide it.

- `raw`: bytes of the ZIP were changed, or it was packed by another program;
- `packed`: a file inside was changed and the ZIP written anew in its one form;
- `listed`: the manifest was rewritten to fit, too, and keeps its old signatures;
- `signed`: the manifest was signed again with the keys of the logs, but no checkpoint was. Only
  changes that must be found even then are made with this reach: whoever holds the keys may leave
  out a document or withhold an entry, and that is another bundle and no fraud.
"""

from __future__ import annotations

import base64
import io
import json
import random
import re
import zipfile
from dataclasses import dataclass
from functools import cache, cached_property

from tests.bundles.making import bundle, kept_log, signer

from kinhold.journal import notes, verify

ORDER_OF_ED25519 = 2**252 + 27742317777372353535851937790883648493
HALVES = ("packed", "listed", "signed")


@dataclass(frozen=True)
class Base:
    """A bundle that nobody touched."""

    name: str
    raw: bytes
    logs: tuple
    held: str = ""

    @cached_property
    def members(self):
        """Names and contents, and the manifest apart, as an independent reader finds them."""
        with zipfile.ZipFile(io.BytesIO(self.raw)) as file:
            found = [(name, file.read(name)) for name in file.namelist()]
        return found[:-1], found[-1][1]


@dataclass(frozen=True)
class Mutation:
    kind: str
    base: Base
    raw: bytes


@cache
def bases():
    """Small bundles of every shape that a bundle has."""
    one, two, three = kept_log("one", 7), kept_log("two", 13), kept_log("three", 1)
    pdf, photo = b"%PDF-1.7 a chronology", b"\x89PNG a photograph"
    made = {
        "complete": ([one], [one.export(older=(2, 5))], {}, ()),
        "partly shown": ([one], [one.export(shown=(1, 4, 6))], {}, (photo,)),
        "partial": ([two], [two.export(leaves=(0, 3, 4, 12), shown=(3, 12), older=(4, 9))], {}, ()),
        "two logs": (
            [one, two],
            [one.export(older=(3,)), two.export(leaves=(2, 5, 6), older=(6, 8))],
            {"chronology.pdf": pdf},
            (photo, pdf),
        ),
        "full": (
            [two, three],
            [
                two.export(older=(1, 12), anchors={12: b"0\x03stamp", 13: b"0\x05stamp"}),
                three.export(),
            ],
            {"chronology.pdf": pdf, "table.csv": b"a,b\r\n"},
            (photo,),
        ),
    }
    return tuple(
        Base(
            name,
            bundle(*logs, exports=exports, documents=documents, attachments=files),
            tuple(logs),
        )
        for name, (logs, exports, documents, files) in made.items()
    )


# --- Putting a changed bundle together ---------------------------------------------------------


def pack(members):
    return b"".join(verify.packed((name.encode("latin-1"), content) for name, content in members))


def put_together(base, members, manifest, reach):
    """Write a bundle of changed members, hidden as far as the reach says."""
    if reach != "packed":
        text = verify.manifest_text(members)
        if reach == "listed":
            manifest = text.encode() + manifest[manifest.rindex(b"\n\n") + 1 :]
        else:
            manifest = signed(base, text)
    return pack([*members, ("manifest", manifest)])


def signed(base, text):
    """Sign a manifest as the household itself would, with whatever keys the logs have."""
    sign = signer(*base.logs)
    logs = sorted(base.logs, key=lambda log: log.log_id)
    lines = []
    for log in logs:
        key = verify.read_vkey(log.vkey)
        signature = verify.encode_base64(key.key_id + sign(log.log_id, text.encode("latin-1")))
        lines.append(f"\u2014 {key.name} {signature}\n")
    return f"{text}\n{''.join(lines)}".encode()


def replaced(members, at, content):
    return [*members[:at], (members[at][0], content), *members[at + 1 :]]


def flipped(rng, raw, at=None):
    at = rng.randrange(len(raw)) if at is None else at
    return raw[:at] + bytes([raw[at] ^ 1 << rng.randrange(8)]) + raw[at + 1 :]


BOUND = re.compile(  # what the logs' own signatures and hashes settle, whoever signs the manifest
    r"logs/.*/(vkey|checkpoint|leaves\.jsonl|disclosures\.jsonl|proofs/.*|older/.*)|attachments/.*"
)


def is_bound(name):
    return BOUND.fullmatch(name) is not None


def places(members, pattern):
    return [
        at for at, (name, content) in enumerate(members) if re.search(pattern, name) and content
    ]


# --- Changes of files: each gives new members, or None where there is nothing to change -----------


def flip_a_byte(rng, base, members, reach):
    chosen = [
        at
        for at, (name, raw) in enumerate(members)
        if raw and (reach != "signed" or is_bound(name))
    ]
    at = rng.choice(chosen)
    return replaced(members, at, flipped(rng, members[at][1]))


def cut_a_file(rng, base, members, reach):
    pattern = r"vkey|zone|checkpoint|leaves|older|proofs|attachments" if reach == "signed" else "."
    at = rng.choice(places(members, pattern))
    return replaced(members, at, members[at][1][: rng.randrange(len(members[at][1]))])


def lengthen_a_file(rng, base, members, reach):
    pattern = (
        r"vkey|zone|checkpoint|leaves|disclos|older|proofs|attachments"
        if reach == "signed"
        else "."
    )
    at = rng.choice(places(members, pattern))
    more = rng.choice([b"\n", b" ", b"\x00", b"{}\n", b"\r\n", rng.randbytes(9)])
    return replaced(
        members, at, members[at][1] + more if rng.random() < 0.7 else more + members[at][1]
    )


def drop_a_file(rng, base, members, reach):
    needed = r"README|verify|vkey|zone|/checkpoint|leaves|disclosures|proofs|older"
    chosen = [
        at
        for at, (name, _) in enumerate(members)
        if re.search(needed if reach == "signed" else ".", name)
    ]
    at = rng.choice(chosen)
    return members[:at] + members[at + 1 :]


def double_a_file(rng, base, members, reach):
    at = rng.randrange(len(members))
    return [*members[: at + 1], *members[at:]]


def swap_the_order(rng, base, members, reach):
    one, other = sorted(rng.sample(range(len(members)), 2))
    turned = list(members)
    turned[one], turned[other] = turned[other], turned[one]
    return turned


def rename_a_file(rng, base, members, reach):
    at = rng.randrange(len(members))
    name = members[at][0]
    other = rng.choice(
        [
            name.upper() + "X",
            "../" + name,
            "/" + name,
            name + "/",
            name.replace("/", "\\") + "~",
            "documents/A.PDF",
            "documents/con.pdf",
            "documents/é.pdf",
            "attachments/" + "0" * 63,
            "logs/x/vkey",
            name + ".",
            "C:" + name,
            "",
        ]
    )
    return [*members[:at], (other, members[at][1]), *members[at + 1 :]]


def add_a_file(rng, base, members, reach):
    log = f"logs/{base.logs[0].log_id}"
    name = rng.choice(
        [
            "extra.txt",
            "verify.pyc",
            "sitecustomize.py",
            f"{log}/zone.txt",
            f"{log}/older/0.checkpoint",
            f"{log}/older/01.checkpoint",
            f"{log}/proofs/-1.tlog-proof",
            f"{log}/anchors/3000.tsr",
            f"{log}/older/3.consistency.bak",
            "logs/" + "0" * 32 + "/vkey",
            "attachments/" + "0" * 64,
        ]
    )
    # where it would stand if it belonged, so that nothing but its name is wrong
    after = (
        sum(other < name for other, _ in members if other.startswith("logs/"))
        if "logs/" in name
        else 0
    )
    first_of_logs = next(at for at, (other, _) in enumerate(members) if other.startswith("logs/"))
    at = first_of_logs + after if "logs/" in name else len(members)
    return [*members[:at], (name, rng.choice([b"", b"x", members[-1][1]])), *members[at:]]


def swap_contents(rng, base, members, reach):
    kind = rng.choice(
        [
            r"/vkey$",
            r"/checkpoint$",
            r"leaves",
            r"disclosures",
            r"proofs/",
            r"older/.*checkpoint",
            r"consistency",
            r"checkpoint$",
        ]
    )
    chosen = places(members, kind)
    if len(chosen) < 2:
        return None
    one, other = rng.sample(chosen, 2)
    if members[one][1] == members[other][1]:
        return None
    return replaced(replaced(members, one, members[other][1]), other, members[one][1])


def _lines(rng, members, pattern, least=1):
    chosen = [at for at in places(members, pattern) if members[at][1].count(b"\n") >= least]
    if not chosen:
        return None
    at = rng.choice(chosen)
    return at, members[at][1].split(b"\n")[:-1]


def _joined(members, at, lines):
    return replaced(members, at, b"".join(line + b"\n" for line in lines))


def drop_a_leaf(rng, base, members, reach):
    at, lines = _lines(rng, members, "leaves")
    del lines[rng.randrange(len(lines))]
    if not lines and not places(members, "proofs/"):
        return None  # without any leaf or proof, a log merely shows nothing
    return _joined(members, at, lines)


def double_a_line(rng, base, members, reach):
    at, lines = _lines(rng, members, r"leaves|disclosures|consistency|proofs/")
    place = rng.randrange(len(lines))
    return _joined(members, at, [*lines[: place + 1], *lines[place:]])


def swap_two_lines(rng, base, members, reach):
    found = _lines(rng, members, r"leaves|disclosures|consistency|proofs/|older/.*point", 2)
    if found is None:
        return None
    at, lines = found
    one, other = rng.sample(range(len(lines)), 2)
    if lines[one] == lines[other]:
        return None
    lines[one], lines[other] = lines[other], lines[one]
    return _joined(members, at, lines)


def drop_a_line(rng, base, members, reach):
    at, lines = _lines(rng, members, r"consistency|proofs/|checkpoint|vkey")
    del lines[rng.randrange(len(lines))]
    return _joined(members, at, lines)


def respell_a_leaf(rng, base, members, reach):
    at, lines = _lines(rng, members, "leaves")
    place = rng.randrange(len(lines))
    line = lines[place]
    sequence = re.search(rb'"seq":(\d+)', line)[1]
    change = rng.choice(
        [
            (b'"seq":' + sequence, b'"seq": ' + sequence),
            (b'"seq":' + sequence, b'"seq":' + sequence + b".0"),
            (b'"seq":' + sequence, b'"seq":' + sequence + b"e0"),
            (b'"seq":' + sequence, b'"seq":0' + sequence),
            (b'"seq":' + sequence, b'"seq":-' + sequence),
            (b'"seq":' + sequence, b'"seq":"' + sequence + b'"'),
            (b'"seq":' + sequence, b'"seq":9007199254740993'),
            (b'"seq":' + sequence, b'"seq":' + sequence + b',"seq":' + sequence),
            (b'"v":1', b'"v":1,"v":1'),
            (b'"v":1', b'"v":2'),
            (b'"v":1', b'"v":1.0'),
            (b'"v":1', b'"v":true'),
            (b'"v":1}', b'"v":1,"x":0}'),
            (b'"c":["', b'"c":[ "'),
            (b'"id":"', b'"id":"\\u00'),
            (b'{"c"', b'{"\\u0063"'),
            (b'{"c"', b' {"c"'),
            (b'{"c"', b'\xef\xbb\xbf{"c"'),
            (b"}", b"}\r"),
            (b"}", b"} "),
            (b'Z"', b'+00:00"'),
            (b"T", b"t"),
            (b".000000Z", b".000001Z"),
        ]
    )
    lines[place] = line.replace(*change)
    return _joined(members, at, lines)


def _reopened(encoded, change):
    return verify.encode_base64url(change(verify.decode_base64url(encoded)))


def respell_a_disclosure(rng, base, members, reach):
    found = _lines(rng, members, "disclosures")
    if found is None:
        return None
    at, lines = found
    place = rng.randrange(len(lines))
    line = lines[place]
    sequence = re.match(rb'\{"seq":(\d+)', line)[1]
    encoded = re.findall(rb'"([A-Za-z0-9_-]{9,})"', line)[0]
    text = encoded.decode()
    change = rng.choice(
        [
            (b'"seq":' + sequence, b'"seq": ' + sequence),
            (b'"seq":' + sequence, b'"seq":0' + sequence),
            (b'"seq":' + sequence, b'"seq":' + sequence + b".0"),
            (b'"seq":' + sequence, b'"seq":' + sequence + b',"seq":' + sequence),
            (b'"seq":' + sequence, b'"seq":9007199254740993'),
            (b'"seq":' + sequence, b'"seq":' + str(int(sequence) + 1).encode()),
            (b'"d":[', b'"d":[[],'),
            (b"]}", b'],"d":[]}'),
            (b"]}", b',"' + encoded + b'"]}'),
            (b'"]', b'=="]'),
            (b'"]', b'A"]'),
            (encoded, _reopened(text, lambda raw: raw.replace(b",", b", ", 1)).encode()),
            (encoded, _reopened(text, lambda raw: raw.replace(b"Noah", b"Nora")).encode()),
            (
                encoded,
                _reopened(text, lambda raw: raw.replace(b"}", b',"about":"Sam"}', 1)).encode(),
            ),
            (encoded, _reopened(text, lambda raw: raw.replace(b"missed", b"kept")).encode()),
            (encoded, _reopened(text, lambda raw: raw.replace(b"/1", b"/2")).encode()),
            (encoded, _reopened(text, lambda raw: raw[:-1] + b",NaN]").encode()),
            (encoded, _reopened(text, lambda raw: raw.replace(b"door", b"\\ud800")).encode()),
        ]
    )
    lines[place] = line.replace(*change)
    return _joined(members, at, lines)


def swap_two_disclosures(rng, base, members, reach):
    found = _lines(rng, members, "disclosures", 2)
    if found is None:
        return None
    at, lines = found
    one, other = rng.sample(range(len(lines)), 2)
    cut = [line.partition(b',"d"') for line in lines]
    lines[one], lines[other] = (
        cut[one][0] + b',"d"' + cut[other][2],
        cut[other][0] + b',"d"' + cut[one][2],
    )
    return _joined(members, at, lines)


def show_a_decoy(rng, base, members, reach):
    """Give something of one's own as the content of an entry."""
    found = _lines(rng, members, "disclosures")
    if found is None:
        return None
    at, lines = found
    place = rng.randrange(len(lines))
    forged = verify.encode_base64url(
        json.dumps([verify.encode_base64url(rng.randbytes(16)), "note/1", {"words": "x"}]).encode()
    )
    head, _, rest = lines[place].partition(b',"d":["')
    old = rest[:-3].split(b'","')
    parts = sorted([*old, forged.encode()] if rng.random() < 0.5 else [forged.encode()])
    lines[place] = head + b',"d":["' + b'","'.join(parts) + b'"]}'
    return _joined(members, at, lines)


def _signature(rng, note):
    """Cut a note before its last signature line."""
    text, _, line = note.rstrip(b"\n").rpartition(b"\n")
    name, _, encoded = line.rpartition(b" ")
    return text, name, base64.b64decode(encoded)


def _with_signature(text, name, raw):
    return text + b"\n" + name + b" " + base64.b64encode(raw) + b"\n"


def change_a_signature(rng, note):
    """Other bytes that somebody without the key could put in place of a signature."""
    text, name, raw = _signature(rng, note)
    scalar = int.from_bytes(raw[36:], "little")
    longer = scalar + ORDER_OF_ED25519 * rng.choice([1, 2, 3])
    other = rng.choice(
        [
            raw[:36] + (longer % 2**256).to_bytes(32, "little"),
            raw[:36] + (ORDER_OF_ED25519 - scalar).to_bytes(32, "little"),
            raw[:4] + b"\x01" + bytes(31) + bytes(32),
            raw[:4] + bytes(64),
            raw[:-1],
            raw + b"\x00",
            raw[:4],
            b"",
            raw[4:] + raw[:4],
            bytes(4) + raw[4:],
            flipped(rng, raw),
        ]
    )
    return _with_signature(text, name, other)


def change_a_checkpoints_signature(rng, base, members, reach):
    at = rng.choice(places(members, r"checkpoint$"))
    return replaced(members, at, change_a_signature(rng, members[at][1]))


def change_what_a_checkpoint_says(rng, base, members, reach):
    at = rng.choice(places(members, r"checkpoint$"))
    origin, size, root, *rest = members[at][1].split(b"\n")
    change = rng.choice(
        [
            [origin, str(int(size) + rng.choice([-1, 1, 1000])).encode(), root],
            [origin, b"0" + size, root],
            [origin, b"+" + size, root],
            [origin, size, base64.b64encode(rng.randbytes(32))],
            [origin, size, root.rstrip(b"=")],
            [origin, size, root, b"an extension line"],
            [origin.replace(b"/l/", b"/m/"), size, root],
            [origin + b" ", size, root],
            [origin, size],
            [b"", origin, size, root],
        ]
    )
    return replaced(members, at, b"\n".join([*change, *rest]))


def sign_with_another_key(rng, base, members, reach):
    """Forge a head and sign it with a key of one's own, under the name of the log or one's own."""
    log = rng.choice(base.logs)
    stranger = kept_log("stranger")
    at = members.index(next(each for each in members if each[0] == f"logs/{log.log_id}/checkpoint"))
    key = verify.VerifierKey(
        verify.origin_of(log.log_id), stranger.private.public_key().public_bytes_raw()
    )
    text = members[at][1].split(b"\n\n")[0].decode() + "\n"
    note = notes.sign_note(text, signers=[(key.text, stranger.private.sign)]).encode()
    changed = replaced(members, at, note)
    if rng.random() < 0.5:
        vkey = members.index(next(each for each in members if each[0] == f"logs/{log.log_id}/vkey"))
        changed = replaced(changed, vkey, f"{key.text}\n".encode())
    return changed


def change_a_key(rng, base, members, reach):
    at = rng.choice(places(members, "vkey"))
    name, key_id, encoded = members[at][1].decode().strip().split("+", 2)
    raw = base64.b64decode(encoded)
    small = bytes([1]) + (1).to_bytes(32, "little")
    strange = verify.VerifierKey("example.com/x", raw[1:])
    changed = rng.choice(
        [
            f"{name}+{key_id.upper()}+{encoded}\n",
            f"{name}+{'0' * 8}+{encoded}\n",
            f"{name}+{key_id}+{base64.b64encode(small).decode()}\n",
            f"{verify.VerifierKey(name, small[1:]).text}\n",
            f"{verify.VerifierKey(name, bytes([255]) * 32).text}\n",
            f"{strange.text}\n",
            f"{name}+{key_id}+{base64.b64encode(bytes([4]) + raw[1:]).decode()}\n",
            f"{name}+{key_id}+{encoded}",
            f"{name}+{key_id}+{encoded}\r\n",
            f" {name}+{key_id}+{encoded}\n",
        ]
    )
    if changed.encode() == members[at][1]:
        return None
    return replaced(members, at, changed.encode())


def take_an_older_checkpoint(rng, base, members, reach):
    """A checkpoint that the log did sign, at another size, in the place of the newest."""
    log = rng.choice(base.logs)
    if len(log.entries) < 2:
        return None
    older = log.checkpoint(rng.randrange(1, len(log.entries))).encode()
    newest = log.checkpoint().encode()
    at = next(i for i, each in enumerate(members) if each[0] == f"logs/{log.log_id}/checkpoint")
    changed = replaced(members, at, older)
    if rng.random() < 0.5:  # in its proofs as well
        changed = [
            (name, raw.replace(newest, older)) if f"{log.log_id}/proofs/" in name else (name, raw)
            for name, raw in changed
        ]
    return changed


def change_a_proof(rng, base, members, reach):
    chosen = places(members, "proofs/")
    if not chosen:
        return None
    at = rng.choice(chosen)
    first, index, *rest = members[at][1].split(b"\n")
    gap = rest.index(b"")
    path, checkpoint = rest[:gap], rest[gap:]
    number = int(index.split()[1])
    log = next(log for log in base.logs if log.log_id in members[at][0])
    changed = rng.choice(
        [
            [first, b"index %d" % (number + 1), *path, *checkpoint],
            [first, b"index 0%d" % number, *path, *checkpoint],
            [first, b"extra eA==", index, *path, *checkpoint],
            [first, b"extra ", index, *path, *checkpoint],
            [first, index, *path[1:], *checkpoint],
            [first, index, *path, path[0], *checkpoint],
            [first, index, *path[::-1], *checkpoint],
            [first, index, *path[:-1], base64.b64encode(rng.randbytes(32)), *checkpoint],
            [first, index, *path, *log.checkpoint(len(log.entries) - 1).encode().split(b"\n")],
            [first, index, *path, *checkpoint, b""],
            [first.replace(b"v1", b"v2"), index, *path, *checkpoint],
            [first + b"\r", index, *path, *checkpoint],
        ]
    )
    content = b"\n".join(changed)
    return None if content == members[at][1] else replaced(members, at, content)


def put_in_a_strangers_entry(rng, base, members, reach):
    """A leaf of another log, or one that was sealed anew for this place."""
    at, lines = _lines(rng, members, "leaves")
    place = rng.randrange(len(lines))
    stranger = kept_log("stranger", 13)
    log_id = re.search(rb'"log":"([0-9a-f]{32})"', lines[place])[1]
    number = int(re.search(rb'"seq":(\d+)', lines[place])[1])
    leaf = stranger.entries[min(number, 12)].leaf
    if rng.random() < 0.6:
        leaf = leaf.replace(stranger.log_id.encode(), log_id)
    lines[place] = leaf
    return _joined(members, at, lines)


OF_FILES = (
    flip_a_byte, cut_a_file, lengthen_a_file, drop_a_file, double_a_file, swap_the_order, rename_a_file, add_a_file,
    swap_contents, drop_a_leaf, double_a_line, swap_two_lines, drop_a_line, respell_a_leaf, respell_a_disclosure,
    swap_two_disclosures, show_a_decoy, change_a_checkpoints_signature, change_what_a_checkpoint_says,
    sign_with_another_key, change_a_key, take_an_older_checkpoint, change_a_proof, put_in_a_strangers_entry,
)  # fmt: skip


# --- Changes of the manifest and of the ZIP itself --------------------------------------------


def change_the_manifest(rng, base):
    members, manifest = base.members
    text, _, signatures = manifest.decode().rpartition("\n\n")
    lines, signers = text.split("\n"), signatures.rstrip("\n").split("\n")
    one, other = rng.sample(range(1, len(lines)), 2)
    turned = list(lines)
    turned[one], turned[other] = turned[other], turned[one]
    stranger = kept_log("stranger")
    witness = f"\u2014 witness.example/w {verify.encode_base64(rng.randbytes(68))}"
    foreign = notes.sign_note(text + "\n", signers=[(stranger.vkey, stranger.private.sign)])
    changed = rng.choice(
        [
            (lines[:one] + lines[one + 1 :], signers),
            (lines[: one + 1] + lines[one:], signers),
            (turned, signers),
            ([*lines, "0" * 64 + " 0 documents/none.pdf"], signers),
            (["kinhold.invalid/bundle/v0", *lines[1:]], signers),
            (["kinhold.invalid/bundle/v2", *lines[1:]], signers),
            ([*lines[:one], lines[one].upper(), *lines[one + 1 :]], signers),
            ([*lines[:one], lines[one].replace(" ", "  "), *lines[one + 1 :]], signers),
            ([*lines, ""], signers),
            (lines, signers[:-1] or [witness]),
            (lines, [*signers, witness]),
            (lines, [*signers, signers[0]]),
            (lines, signers[::-1] if len(signers) > 1 else [signers[0] + " "]),
            (lines, [foreign.rstrip("\n").rpartition("\n")[2]]),
            (lines, [line.replace("\u2014", "-") for line in signers]),
        ]
    )
    raw = "\n".join([*changed[0], "", *changed[1], ""]).encode()
    if rng.random() < 0.3:
        raw = change_a_signature(rng, manifest)
    return pack([*members, ("manifest", raw)])


def rebuild(rng, base):
    """Unpack and pack again as other programs would."""
    members, manifest = base.members
    members = [*members, ("manifest", manifest)]
    out = io.BytesIO()
    method = rng.choice([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
    with zipfile.ZipFile(out, "w", method) as file:
        if rng.random() < 0.3:
            file.comment = rng.randbytes(5)
        for name, content in members:
            info = zipfile.ZipInfo(
                name, (1980, 1, 1, 0, 0, 0) if rng.random() < 0.8 else (2026, 11, 22, 1, 1, 2)
            )
            info.compress_type = method
            info.external_attr = 0o600 << 16
            if rng.random() < 0.05:
                info.extra = b"\x55\x54\x00\x00"
            file.writestr(info, content)
    return out.getvalue()


def flip_anywhere(rng, base):
    return flipped(rng, base.raw)


def flip_in_a_header(rng, base):
    marks = [found.start() for found in re.finditer(rb"PK(\x03\x04|\x01\x02|\x05\x06)", base.raw)]
    return flipped(rng, base.raw, min(rng.choice(marks) + rng.randrange(46), len(base.raw) - 1))


def flip_in_a_small_file(rng, base):
    start = base.raw.index(b"logs/")
    return flipped(rng, base.raw, rng.randrange(start, len(base.raw)))


def truncate(rng, base):
    return base.raw[
        : rng.choice([rng.randrange(len(base.raw)), len(base.raw) - 1 - rng.randrange(100)])
    ]


def append(rng, base):
    return base.raw + rng.choice([b"\n", b"\x00", rng.randbytes(40), base.raw[-22:], base.raw])


def prepend(rng, base):
    return (
        rng.choice([b"\n", b"#!/usr/bin/python3\n", b"PK\x03\x04", rng.randbytes(40), base.raw])
        + base.raw
    )


def cut_out(rng, base):
    at = rng.randrange(len(base.raw) - 200)
    return base.raw[:at] + base.raw[at + rng.randrange(1, 200) :]


def exchange_blocks(rng, base):
    size = rng.choice([1, 4, 30, 64])
    one = rng.randrange(len(base.raw) // 2 - size)
    other = rng.randrange(len(base.raw) // 2, len(base.raw) - size)
    raw = bytearray(base.raw)
    raw[one : one + size], raw[other : other + size] = (
        raw[other : other + size],
        raw[one : one + size],
    )
    return bytes(raw)


def wipe(rng, base):
    at = rng.randrange(len(base.raw) - 64)
    return base.raw[:at] + bytes(64) + base.raw[at + 64 :]


OF_BYTES = (
    flip_anywhere, flip_in_a_header, flip_in_a_small_file, truncate, append, prepend, cut_out, exchange_blocks, wipe,
    rebuild, change_the_manifest,
)  # fmt: skip


# --- All of them ------------------------------------------------------------------------------


def kinds():
    """Every kind of mutation: what is done, and how far it is hidden."""
    raw = [(change, "raw") for change in OF_BYTES]
    return raw + [(change, reach) for change in OF_FILES for reach in HALVES]


def mutate(rng, base, change, reach):
    """One mutation of a bundle, or None if there is nothing of the kind to change in it."""
    if reach == "raw":
        raw = change(rng, base)
    else:
        members, manifest = base.members
        changed = change(rng, base, members, reach)
        if changed is None or changed == members:
            return None
        raw = put_together(base, changed, manifest, reach)
    return None if raw == base.raw else Mutation(f"{change.__name__}, {reach}", base, raw)


def mutations(count, *, seed=20261122):
    """So many changed bundles: every kind in every bundle first, then at random."""
    rng = random.Random(seed)
    every = [(base, *kind) for base in bases() for kind in kinds()]
    made = 0
    while made < count:
        for base, change, reach in every if made == 0 else rng.choices(every, k=200):
            mutation = mutate(rng, base, change, reach)
            if mutation is not None:
                yield mutation
                made += 1
            if made == count:
                return
