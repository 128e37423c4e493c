"""The words for how a place is wanted, in four languages; folded, phrases parted by |."""

from __future__ import annotations

# What asks for a door that is open now.
OPEN_NOW = (
    "right now|ahora mismo|tout de suite|agora mesmo|open|abierto|abiertos|abierta|ouvert|ouverts|ouverte|aberto|aberta|abertos"
)
# What asks for one that never closes.
ALWAYS = (
    "24 hours|24 hour|24 7|24hr|24hrs|24h|all night|day and night|around the clock|24 horas|dia y noche|toda la noche|"
    "24 heures|jour et nuit|toute la nuit|dia e noite|a noite toda"
)
TODAY = "today|tonight|hoy|esta noche|aujourd hui|aujourdhui|ce soir|hoje|esta noite"
TOMORROW = "tomorrow|tmrw|tmr|tomorow|tommorow|manana|demain|amanha"
# What asks for no appointment.
WALK_IN = (
    "walk in|walkin|walk ins|walkins|no appointment|without appointment|without an appointment|drop in|sin cita|"
    "sin cita previa|sans rendez vous|sans rdv|sem hora marcada|sem agendamento|sem marcar"
)
# What says that there is no insurance.
NO_INSURANCE = (
    "no insurance|without insurance|uninsured|dont have insurance|do not have insurance|no health insurance|"
    "no mainecare|no medicaid|cant pay|no money|free clinic|sliding scale|sin seguro|no tengo seguro|"
    "sin seguro medico|sans assurance|pas d assurance|pas dassurance|sem seguro|sem plano|sem plano de saude|"
    "nao tenho seguro|nao tenho plano"
)
# What asks for the mail.
BY_MAIL = (
    "by mail|mail order|mailed|mail me|in the mail|through the mail|mail it|delivered|delivery|deliver|ship|shipped|"
    "send me|sent to me|sent to my house|por correo|me lo envian|envio|enviar|a domicilio|par la poste|par courrier|"
    "livraison|livrer|poste|pelo correio|por correio|entrega|entregar|mandam|via correio"
)
# The weekdays from Monday.
DAYS = (
    "monday mondays mon lunes lundi segunda",
    "tuesday tuesdays tues tue martes mardi terca",
    "wednesday wednesdays wed weds miercoles mercredi quarta",
    "thursday thursdays thurs thur thu jueves jeudi quinta",
    "friday fridays fri viernes vendredi sexta",
    "saturday saturdays sabado samedi",
    "sunday sundays domingo dimanche",
)
