"""How sure is sure enough: every threshold in one place, with what each error costs.

Chosen on phrases that the head had not seen when it scored them; `safertext evaluate` shows what each buys.
"""

from __future__ import annotations

# The head's danger score above which the first text of an emergency is the whole answer. A miss weighs as a hundred
# false alarms, but a false alarm hides the answer that was asked for; doubtful ones get the line below instead. Between
# 0.6 and 0.65 lay four of 710 emergencies, which keep the line first, and in talks as many questions.
DANGER_NOW = 0.65
# Of a first message in more than two words: who texts for the first time seldom texts for nothing. On four sets that nobody had
# seen, .88 of emergencies got the steps at once with the value above, .95 with this one; false alarms went from .018 to .026.
DANGER_NOW_FIRST = 0.4
# Above this the answer is given with the danger line first: cheap to read, so set low.
DANGER_POSSIBLE = 0.08
# After an ordinary answer a short text leans on what was said ("we already took it", "what if i dont answer"), and alone it
# sounds worse than it is: the rows still know plain danger, and the head must be surer; less so where the last answer put
# the danger line first already. Not where it hears a wish to die: that is said in few words, often after another subject.
DANGER_NOW_AFTER, DANGER_POSSIBLE_AFTER, DANGER_UNEASY_AFTER = 0.85, 0.35, 0.2
# Nor does the line stand before an answer to at most so many words whose subject is plain by what was before it, where the head
# hears less than this. With a wish to die read by what was before it too, 27 wrong lines of 123 went on 4,500 turns; of 7,842
# emergencies behind other subjects none more was lost. Of longer texts a few were.
FEW_AFTER, SUBJECT_AFTER, DANGER_FEW_AFTER = 10, 0.6, 0.5
# But not where the head holds an emergency likelier than all else together: there DANGER_NOW holds as before, few words keep the
# line ("still nothing") but for a wish to die, of which what was before them tells more ("how long would she have to stay on
# it"), and a wish ("if i wasnt here would anyone notice") is answered as one from less on. On 4,550 turns that is even; what
# is said is 988 and 911, where the answer before was whom to talk to.
EMERGENCY_PLAIN, DANGER_WISH = 0.5, 0.5
# Up to here the line is left out where an ordinary subject is this sure: it would only frighten somebody who learns.
DANGER_FAINT, SUBJECT_SURE = 0.15, 0.6
# A danger row whose message the n-grams think this harmless puts the line first instead of hiding the answer ("what are
# pinpoint pupils"). On messages kept apart this doubted 8 false alarms and no emergency; without a head no row is doubted.
DANGER_DOUBTED = 0.005
# Below this the encoder is asked too, and a row is doubted where it hears less danger than the first of a pair and is as
# sure as the second of a subject that nobody asks about beside a dying person ("i gave 4 narcans and she still died" is
# grief). The pairs are for one row that fired and for two; three are believed at once. On 4,711 messages kept apart looser
# pairs than (0.15, 0.5) and (0.02, 0.9) doubted five more false alarms and no emergency more.
DANGER_DOUBTED_GRAMS = 0.35
DANGER_DOUBTED_ROWS = {1: (0.2, 0.4), 2: (0.05, 0.6)}
# Where the n-grams believe the rows less than the first, a lone row is doubted for a subject as sure as the second; and where
# the encoder hears as good as nothing (DANGER_UNHEARD), also for what is asked in the middle of an emergency, as the third.
DANGER_FAINT_GRAMS, SUBJECT_FAINT, SUBJECT_ASKED = 0.06, 0.27, 0.35
# Nor does the line stand before an answer where the head is this sure of its subject and hears this little, whatever row it
# doubted ("this chowder is to die for, im overdosing on oyster crackers").
DANGER_UNHEARD_ROW, SUBJECT_PLAIN = 0.006, 0.5
# A `possible` row is not believed below this where an ordinary subject is sure: the line would stand before every answer
# that has "overdose" in its question, and be read no more.
DANGER_UNHEARD = 0.02
# Without an encoder the n-grams are less sure of themselves at the same score.
DANGER_NOW_GRAMS = 0.6
DANGER_POSSIBLE_GRAMS = 0.1
# Rows of several kinds fired ("we put ice on him and he still wont wake up": cold, and an overdose): the kind that the n-grams
# hold this likely is answered. Of 1,084 emergencies kept apart it put 26 right and three wrong, all three with 911 first. And
# where they are as sure as the second of a kind that no row told of ("drank a whole handle, puking, wont wake"), 21 and one.
KIND_AMONG_ROWS, KIND_AGAINST_ROWS = 0.7, 0.8
# One answer, without asking back: a wrong one costs the person a text and some trust.
TOPIC_SURE = 0.45
# Of a first message in which no row fired the encoder is not asked where the n-grams are this sure of an ordinary subject of its
# own and hear less danger than DANGER_DOUBTED: on 4,930 messages kept apart that is a third of them, and the figures are the
# same. In a talk the encoder is asked too, and unless it hears danger the n-grams' subject is believed (turns .860 to .862).
TOPIC_PLAIN = 0.95
# In an emergency another subject must be this sure: what is said beside a dying person is mostly about them.
TOPIC_IN_EMERGENCY = 0.82
# Two or three numbered guesses; below this we say that we did not understand, and name people to call.
TOPIC_GUESS = 0.12
# A guess is worth showing from here on.
TOPIC_SHOWN = 0.05
# Somebody who says that it was no emergency is asking something else when a subject has at least this.
TOPIC_AFTER_ALARM = 0.25
# A message with a place in it is a question about places when the head gives it at least this.
PLACE_MEANT = 0.2
# An alarm was believed by the n-grams at least this much, or it is let go when an ordinary subject is asked about with the
# chance below while the head hears next to no danger. It goes without the line where the subject is as sure as the second
# and danger below the last. Where the n-grams hardly believed the alarm, also for what is asked in the middle of an
# emergency, with the line. On 474 texts after an alarm kept apart; of 360 beside somebody in danger, had their alarm been
# half believed, five would be answered without the line.
ALARM_SURE, ALARM_HARDLY = 0.9, 0.1
# Of a child an alarm is let go only below this: of 120 true ones none is believed as little.
ALARM_OF_CHILD = 0.05
TOPIC_LETS_GO, TOPIC_GONE, DANGER_STAYS, DANGER_GONE = 0.3, 0.5, 0.2, 0.03
# How much an alarm counts that no row knows and the head alone has heard.
ALARM_HEARD = 0.5
# And how much where it heard it faintly (below DANGER_NOW), or they sound well or helped since: let go at the next question.
ALARM_FAINT = 0.05
# In an emergency they are taken for well or helped by this margin, unless the head hears this much danger. What is said then
# is right for who breathes badly too ("watch each breath"). Of 659 hard texts after which it goes on, left out of training,
# one in eighteen is taken so; of 862 that tell the end, three in five.
OVER, DANGER_NOT_OVER = 0.3, 0.9
# "He opened his eyes, then off again": a row that hears somebody awake is not believed where the rest says so plainly that it
# goes on. Of 113 texts after which it was over, one is as plain as this.
GOES_ON = -0.4
# And only where their language is one of ours for certain: of 1,521 such texts 97 in 100 are, and no Somali one ("nothing has
# changed") may be taken for English.
LANGUAGE_SURE = 0.9
