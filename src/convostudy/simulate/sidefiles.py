"""The smaller files of an archive: profile, positions, endorsements, and other by-catch."""

from __future__ import annotations

import random
from typing import Any

import pandas as pd

from convostudy.simulate.frames import Inbox

__all__ = ["side_files"]

MEMBER = 48213077
"""The number that some file names end in; invented, like the member."""
HEADLINE = (
    "Head of Operations at Lantern Fields | theatre, summer festival, and the roof above both"
)
SUMMARY = (
    "I run everything the audience does not see: crew, suppliers, permits, safety, and ticketing "
    "when it breaks. Two stages in Ghent, one festival in July, 34 of us all year and 220 in July."
)
PROFILE = (
    "First Name,Last Name,Maiden Name,Address,Birth Date,Headline,Summary,Industry,Zip Code,"
    "Geo Location,Twitter Handles,Websites,Instant Messengers"
)
ENDORSEMENTS = (
    "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name,"
    "Endorser Public Url,Endorsement Status"
)
POSITIONS = [
    ["Lantern Fields", "Head of Operations", "", "Ghent, Belgium", "Mar 2019", ""],
    ["Lantern Fields", "Crew Coordinator", "", "Ghent, Belgium", "Apr 2015", "Feb 2019"],
    ["Huis Ten Bogaerde Events", "Production Assistant", "", "Bruges", "2012", "Mar 2015"],
]
SKILLS = ["Crew planning", "Event safety", "Stakeholder management", "Ticketing", "Permits"]
FOLLOWS = ["Harbour Lights Festival", "Stage Crew Network Flanders", "Greenstage Forum"]


def side_files(inbox: Inbox) -> dict[str, list[list[Any]]]:
    """Return the rows of the smaller files, header first, by file name.

    Parameters
    ----------
    inbox : Inbox
        Whose owner and people are named.
    """
    rng = random.Random(f"{inbox.seed}/side files")
    owner = inbox.owner
    shown = inbox.people[~inbox.people["is_owner"] & ~inbox.people["closed"]].head(40)

    def day() -> pd.Timestamp:
        return inbox.observed_until - pd.Timedelta(minutes=rng.randrange(1_000_000))

    endorsed = [
        [
            f"{day():%Y/%m/%d %H:%M:%S UTC}",
            rng.choice(SKILLS),
            first,
            last,
            f"www.linkedin.com/in/{slug}",
            rng.choice(["ACCEPTED", "ACCEPTED", "PENDING"]),
        ]
        for first, last, slug in zip(
            shown["first"].head(12), shown["last"].head(12), shown["slug"].head(12), strict=True
        )
    ]
    about = [owner.first, owner.last, "", "", "", HEADLINE, SUMMARY]
    about += ["Performing Arts", "", "Ghent, Flemish Region, Belgium", "", "", ""]
    comments = ["Congratulations to the whole team!", "So true.", "We do this with paper cups too"]
    reactions = ["LIKE", "PRAISE", "LIKE", "EMPATHY", "INTEREST"]
    post = "https://www.linkedin.com/feed/update/urn:li:activity:70000000000000000"
    return {
        "Profile.csv": [PROFILE.split(","), about],
        "Profile Summary.csv": [["Profile Summary"], [SUMMARY]],
        "Positions.csv": [
            ["Company Name", "Title", "Description", "Location", "Started On", "Finished On"],
            *POSITIONS,
        ],
        "Skills.csv": [["Name"], *([skill] for skill in SKILLS)],
        "Email Addresses.csv": [
            ["Email Address", "Confirmed", "Primary", "Updated On"],
            ["nadia@example.org", "Yes", "Yes", "Not Available"],
        ],
        "Endorsement_Received_Info.csv": [
            ENDORSEMENTS.split(","),
            *endorsed,
        ],
        "Recommendations_Received.csv": [
            ["First Name", "Last Name", "Company", "Job Title", "Text", "Creation Date", "Status"]
        ],
        "Company Follows.csv": [
            ["Organization", "Followed On"],
            *([name, f"{day():%a %b %d %H:%M:%S UTC %Y}"] for name in FOLLOWS),
        ],
        f"Comments_{MEMBER}.csv": [
            ["Date", "Link", "Message"],
            *([f"{day():%Y-%m-%d %H:%M:%S}", f"{post}{n:02}", c] for n, c in enumerate(comments)),
        ],
        f"Reactions_{MEMBER}.csv": [
            ["Date", "Type", "Link"],
            *(
                [f"{day():%Y-%m-%d %H:%M:%S}", r, f"{post}{n + 9:02}"]
                for n, r in enumerate(reactions)
            ),
        ],
        "Rich_Media.csv": [["Date/Time", "Media Description", "Media Link"]],
    }
