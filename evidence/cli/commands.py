"""Every command of the program, in the order of its help, with the line that help prints."""

from __future__ import annotations

from collections.abc import Mapping

SECTIONS: Mapping[str, Mapping[str, str]] = {
    "Start": {
        "init": "Create or upgrade the database and load the seed discussion.",
        "demo": "Take the whole tour on a throw-away database.",
    },
    "Log": {
        "add": "Add one organization, source, chip, model, cluster, law or claim.",
        "log": "Log one item of evidence and see what moved.",
        "observe": "Log one sourced number about a subject.",
        "import": "Import files of records, all or none; --dry-run shows the impact.",
        "resolve": "Record how a claim turned out.",
    },
    "Ask": {
        "status": "Show where claims stand.",
        "score": "Show the figures of very many claims, a line for each.",
        "explain": "Show every contribution to a claim's support, summing to the total.",
        "timeline": "Show a claim's support on every day on which it moved.",
        "since": "Show what has moved since a day.",
        "impact": "Show what files would move, without writing anything.",
        "calibration": "Show how good the probabilities of resolved claims were.",
        "next": "Show what to research next, by how much it could settle.",
        "show": "Show one thing with all that is known of it.",
        "list": "List all records of a kind.",
        "search": "Find claims, sources, subjects and quotes by their text.",
    },
    "Compute": {
        "compute": "Work out a number from given numbers, with ranges and units.",
        "derive": "Show every route to a subject's number, side by side.",
    },
    "Correct": {
        "edit": "Correct a record; the former stays in history.",
        "retract": "Withdraw something that was never sound.",
        "merge": "Join two records of one thing; undo parts them again.",
        "undo": "Take back the last change, as a new change.",
        "history": "Show what was written, when and by whom.",
    },
    "Publish": {
        "chart": "Draw a chart on the terminal, or as an SVG or PNG file.",
        "report": "Write a report that can be published as it is.",
        "export": "Write the records as a bundle, a site, a workbook or for other programs.",
        "serve": "Show the pages in a browser, live and read-only.",
    },
    "Keep": {
        "keep": "Keep the text of a source, so that quotes can be looked for in it.",
        "check": "Check the log's chain, the records, and the quotes in kept copies.",
        "head": "Print the head of the log, to be kept elsewhere.",
        "backup": "Copy the whole database, history included.",
        "db": "Spread the tables of a PostgreSQL database over a Citus cluster.",
        "completion": "Print the script that completes commands and slugs in your shell.",
    },
}

COMMANDS: Mapping[str, str] = {
    name: line for section in SECTIONS.values() for name, line in section.items()
}
