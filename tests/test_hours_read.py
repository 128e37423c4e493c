"""What we promise about hours that people wrote: read where there is no doubt, left as text where there is any."""

from __future__ import annotations

import pytest

from bot.hours import doubts
from bot.hours_read import read_hours

SURE = {
    "Mon-Fri 9-5": "Mo-Fr 09:00-17:00",
    "M-F 9-5": "Mo-Fr 09:00-17:00",
    "Mo–Fr 09:00–17:00": "Mo-Fr 09:00-17:00",
    "Monday: 8:30AM-5PM; Tuesday: Closed": "Mo 08:30-17:00; Tu off",
    "24 hours daily": "24/7",
    "24 hours": "24/7",
    "Tues & Thurs 4-7pm": "Tu,Th 16:00-19:00",
    "1st and 3rd Thursday 1-3pm": "Th[1,3] 13:00-15:00",
    "last Friday 10-2": "Fr[-1] 10:00-14:00",
    "M/W 12-4": "Mo,We 12:00-16:00",
    "Mon-Fri 9-6; Sat 9-1": "Mo-Fr 09:00-18:00; Sa 09:00-13:00",
    "Tuesdays 4-7pm": "Tu 16:00-19:00",
    "Mon, Wed, Fri 10am-2pm, Sat 9-12": "Mo,We,Fr 10:00-14:00; Sa 09:00-12:00",
    "10am-2pm Mon-Fri": "Mo-Fr 10:00-14:00",
    "every 3rd Thursday of the month 1-3pm": "Th[3] 13:00-15:00",
    "Wed 5-7": "We 17:00-19:00",
    "Wed 8-12": "We 08:00-12:00",
    "Mon-Thu 8am - 4:30 p.m., Fri 8am-noon": "Mo-Th 08:00-16:30; Fr 08:00-12:00",
    "Mon-Fri 9am-12pm, 1pm-5pm": "Mo-Fr 09:00-12:00,13:00-17:00",
    "Mon-Fri 9a-5p": "Mo-Fr 09:00-17:00",
    "weekdays 9 to 5": "Mo-Fr 09:00-17:00",
    "Sa 9-1pm": "Sa 09:00-13:00",
    "Mo-Fr 09:00-17:00; PH off": "Mo-Fr 09:00-17:00; PH off",
}
DOUBTFUL = (
    "9am-5pm",
    "call for hours",
    "By appointment",
    "Wed 6-8",
    "Mon 9-11",
    "every other Tuesday 1-3",
    "Mon-Fri",
    "Feb 30 10-12",
    "Mon 9-5 except holidays",
    "Sat 09:00-05:00",
    "Mon 10",
    "MWF 9-12",
    "6th Monday 1-3",
    "Mon 25-26",
    "Mon 9:75-10",
    "",
    "?",
    "open",
    "Mon 9-5 closed",
    "Mon-Fri 9-5 Sat",
    "x" * 5000,
    "Mon - ",
    "1st Mon Tue 9-5",
    "Mon-Tue-Wed 9-5",
    "Summer: Mon 9-5",
    "Every second Wednesday 10-12",
    "every 3rd Thursday 1-3pm",
)


@pytest.mark.parametrize("said", SURE)
def test_plain_hours_are_read(said):
    assert read_hours(said) == SURE[said]
    assert doubts(SURE[said]) == ()


@pytest.mark.parametrize("said", DOUBTFUL, ids=lambda said: said[:20] or "nothing")
def test_doubtful_hours_are_left_as_they_are(said):
    assert read_hours(said) is None
