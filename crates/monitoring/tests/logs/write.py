"""Writes the logs beside it with Python's own modules: the same twelve records in each of the good
ones. Run it in this folder; the output is committed, so that the tests need no Python."""

import csv
import datetime
import gzip
import io
import json

NAMES = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
         "Ankle boot"]
START = datetime.datetime(2026, 11, 27, 10, 0, tzinfo=datetime.timezone.utc)

RECORDS = [
    {
        "t": index / 4,
        "latency_ms": 2 + index / 8,
        "predicted": index % 10,
        "confidence": 0.5 + index / 32,
        "reconstruction_error": None if index == 7 else index / 256,
        "label": None if index % 3 == 0 else index % 10,
    }
    for index in range(12)
]
FIELDS = list(RECORDS[0])


def named(record):
    """Times as ISO 8601, classes by name."""
    name = lambda label: None if label is None else NAMES[label]
    time = START + datetime.timedelta(seconds=record["t"])
    return record | {"t": time.isoformat(), "predicted": name(record["predicted"]),
                     "label": name(record["label"])}


def table(records, **options):
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, FIELDS, **options)
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue()


def lines(records, **options):
    return "".join(json.dumps(record, **options) + "\n" for record in records)


def save(name, text, encoding="utf-8"):
    data = text if isinstance(text, bytes) else text.encode(encoding)
    if name.endswith(".gz"):
        data = gzip.compress(data, mtime=0)
    with open(name, "wb") as file:
        file.write(data)


plain = lines(RECORDS)
iso = [named(record) for record in RECORDS]
quoted = [{key: None if value is None else str(value) for key, value in record.items()}
          for record in RECORDS]
comma = [{key: value if key in ("predicted", "label") or value is None else
          str(value).replace(".", ",") for key, value in record.items()} for record in RECORDS]

save("plain.jsonl", plain)
save("compact.jsonl", lines(RECORDS, separators=(",", ":"), sort_keys=True))
save("named.jsonl", lines(iso))
save("naive-times.jsonl", lines([r | {"t": r["t"][:-6].replace("T", " ")} for r in iso]))
save("quoted-numbers.jsonl", lines(quoted))
save("mark.jsonl", plain, "utf-8-sig")
save("crlf.jsonl", plain.replace("\n", "\r\n"))
save("cr.jsonl", plain.replace("\n", "\r"))
save("no-last-line-end.jsonl", "\n\n" + plain.rstrip("\n"))
save("trailing-commas.jsonl", plain.replace("\n", ",\n"))
save("utf-16.jsonl", plain, "utf-16")
save("utf-16-be.jsonl", "\ufeff" + plain, "utf-16-be")
save("plain.jsonl.gz", plain)
save("utf-16.csv.gz", table(RECORDS), "utf-16")
save("members.jsonl.gz", gzip.compress(lines(RECORDS[:5]).encode(), mtime=0)
     + gzip.compress(lines(RECORDS[5:]).encode(), mtime=0))
# The two members above were packed once more by `save`; here they are packed once.
with open("members.jsonl.gz", "rb") as file:
    packed = gzip.decompress(file.read())
with open("members.jsonl.gz", "wb") as file:
    file.write(packed)
save("array.json", json.dumps(RECORDS))
save("array-indented.json", json.dumps(RECORDS, indent=2))
save("array-marked.json", json.dumps(RECORDS, indent="\t"), "utf-8-sig")
save("table.csv", table(RECORDS))
save("table-named.csv", table(iso))
save("table-all-quoted.csv", table(RECORDS, quoting=csv.QUOTE_ALL))
save("table-unix.csv", table(RECORDS, lineterminator="\n"))
save("table-cr.csv", table(RECORDS, lineterminator="\r"))
save("table-marked.csv", table(RECORDS), "utf-8-sig")
save("table-tabs.tsv", table(RECORDS, dialect="excel-tab"))
save("table-semicolons.csv", "sep=;\r\n" + table(comma, delimiter=";"))
save("table-trailing-commas.csv", table(RECORDS, lineterminator=",\n"))
index = [{"": i} | record for i, record in enumerate(RECORDS)]
FIELDS = [""] + FIELDS
save("table-index.csv", table(index, lineterminator="\n"))
FIELDS = FIELDS[1:] + ["note"]
noted = [record | {"note": 'over two\nlines, "quoted"'} for record in RECORDS]
save("table-lines-in-fields.csv", table(noted))

# What is no log of records, or not one that can be relied on.
percent = [record | {"confidence": 100 * record["confidence"]} for record in RECORDS]
save("bad-percent.jsonl", lines(percent))
save("bad-empty.jsonl", "")
save("bad-empty.jsonl.gz", "")
save("bad-blank.jsonl", "\n \r\n\n")
save("bad-garbage.bin", bytes((37 * i * i + 11 * i) % 256 for i in range(2_000)))
save("bad-half.jsonl", "".join(line + "\n" + "2026-11-27 INFO served\n" for line in plain.splitlines()))
save("bad-no-header.csv", table(RECORDS).split("\r\n", 1)[1])
FIELDS = ["time", "latency", "class", "probability"]
save("bad-header.csv", table([dict(zip(FIELDS, list(record.values()))) for record in RECORDS]))
save("bad-object.json", json.dumps({"records": RECORDS}))
save("bad-arrays.jsonl", "".join(json.dumps(list(record.values())) + "\n" for record in RECORDS))
save("bad-classes.jsonl", lines([record | {"predicted": "Handbag"} for record in RECORDS]))
save("bad-times.jsonl", lines([record | {"t": "27/11/2026 10:00"} for record in RECORDS]))
save("bad-cut.json", json.dumps(RECORDS)[:-40])
save("bad-two-arrays.json", json.dumps(RECORDS) + json.dumps(RECORDS))
packed = gzip.compress(plain.encode(), mtime=0)
save("bad-cut.gzip", packed[: len(packed) // 2])
save("bad-no-mark-utf-16.jsonl", plain, "utf-16-le")
save("bad-python.jsonl", "".join(str(record) + "\n" for record in RECORDS))
