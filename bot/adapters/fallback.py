"""What Twilio says when we cannot: static TwiML from constants, for its fallback addresses and for TwiML Bins.

A call needs `<Say>` where a text needs `<Message>`: Twilio refuses the other one and the person hears or reads nothing.
"""

from __future__ import annotations

from twilio.twiml.voice_response import VoiceResponse

from bot import lastresort
from bot.adapters import sms, voice_words
from bot.adapters.voice_say import Part, say
from bot.message import Channel
from bot.reply import Reply

# Nobody should wait for their language through all the steps of three others.
_PAIRS = (("en", "es"), ("fr", "pt"))


def texts() -> str:
    """TwiML for texts: the steps in English and Spanish, in one message."""
    reply = Reply(lastresort.STEPS["en"], notes=(lastresort.STEPS["es"],))
    return sms.twiml(reply, Channel.SMS)


def calls() -> str:
    """TwiML for calls: in each language 911 first, then the steps; then the end."""
    response = VoiceResponse()
    for pair in _PAIRS:
        for words in (voice_words.BUILT_IN["danger"], lastresort.STEPS):
            for language in pair:
                say(response, Part(words[language], language))
    response.hangup()
    return str(response)
