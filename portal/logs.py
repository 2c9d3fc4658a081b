"""No personal data in what is written down about running."""

import logging


class NoPersonalData(logging.Filter):
    """Drops paths, arguments and request objects from records of Django and the server.

    A path may carry a reference, an exception's arguments what somebody typed: the type of the
    error and the place in our code are enough to mend it.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.request"):
            record.msg, record.args = (
                "%s answered %s",
                (record.name, getattr(record, "status_code", "")),
            )
        for name in ("request", "sql", "params"):
            record.__dict__.pop(name, None)
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            where = ""
            trace = record.exc_info[2]
            while trace is not None:
                where = f"{trace.tb_frame.f_code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno}"
                trace = trace.tb_next
            record.msg = f"{record.getMessage()} [{type(error).__name__} at {where}]"
            record.args, record.exc_info, record.exc_text = (), None, None
        return True
