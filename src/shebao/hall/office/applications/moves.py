"""The states of a case, and every move there is (5.3.1b)."""

from enum import StrEnum


class Status(StrEnum):
    """Where a case stands."""

    WAITING = "waiting"
    REVIEW = "review"
    SUPPLEMENT = "supplement"
    JOINT = "joint"
    COUNTER = "counter"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


MOVES: dict[Status, frozenset[Status]] = {
    Status.WAITING: frozenset({Status.REVIEW, Status.APPROVED, Status.REFUSED, Status.WITHDRAWN}),
    Status.REVIEW: frozenset(
        {
            Status.REVIEW,
            Status.SUPPLEMENT,
            Status.JOINT,
            Status.COUNTER,
            Status.APPROVED,
            Status.REFUSED,
            Status.WITHDRAWN,
        }
    ),
    Status.SUPPLEMENT: frozenset({Status.REVIEW, Status.REFUSED, Status.WITHDRAWN}),
    Status.JOINT: frozenset({Status.REVIEW, Status.APPROVED, Status.REFUSED}),
    Status.COUNTER: frozenset(
        {Status.REVIEW, Status.JOINT, Status.APPROVED, Status.REFUSED, Status.WITHDRAWN}
    ),
    Status.APPROVED: frozenset(),
    # Only a refusal by rules is reopened, once, for a person to look at it (PIPL art. 24).
    Status.REFUSED: frozenset({Status.REVIEW}),
    Status.WITHDRAWN: frozenset(),
}

FINAL = frozenset({Status.APPROVED, Status.REFUSED, Status.WITHDRAWN})
OPEN = frozenset(Status) - FINAL

WORDS: dict[Status, str] = {
    Status.WAITING: "等待核对数据",
    Status.REVIEW: "审核中",
    Status.SUPPLEMENT: "待您补正",
    Status.JOINT: "等待对方办理",
    Status.COUNTER: "待到窗口核验原件",
    Status.APPROVED: "已办结",
    Status.REFUSED: "不予办理",
    Status.WITHDRAWN: "已撤回",
}
