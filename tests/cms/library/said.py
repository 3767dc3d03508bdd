"""What reps and buyers say: the demo's objections, pains and questions in other words, and
questions that repeat none of them. The thresholds of `cms.library.understanding` were set on it.
"""

OBJECTIONS = {
    "We have a spreadsheet, and it was free.": (
        "they already use Excel and pay nothing for it",
        "our free workbook does the job",
    ),
    "The saving is operations' promise, but the licence is my cost.": (
        "finance pays the licence while operations promises savings",
        "CFO says the cost is certain and the savings are somebody else's promise",
    ),
    "What happens to our records if you are bought?": (
        "what if your company gets acquired, who keeps our data",
        "buyer fears for their records after a takeover",
    ),
    "Our sites are all different.": (
        "no two of our locations are alike",
        "every site of theirs works another way",
    ),
    "The auditor already knows our workbook.": (
        "our auditor is used to the spreadsheet we have",
        "they do not want to explain a new file to the auditor",
    ),
    "I do not want to lose the method we argued about for a year.": (
        "afraid to give up the method they spent a year agreeing on",
        "we fought over our methodology for twelve months and will keep it",
    ),
    "My people have no time for another screen.": (
        "staff are too busy for one more screen",
        "operators have no time to look at yet another dashboard",
    ),
    "We have a building management system.": (
        "they say the building management system does that",
        "BMS already covers it",
    ),
    "You have never seen a plant like ours.": (
        "our plant is unlike any you have worked with",
        "they doubt we know factories like theirs",
    ),
    "We could build this on the data platform.": (
        "IT wants to build it themselves on their data platform",
        "we can make this in house with our data lake",
    ),
    "Where is it hosted, and who can read it?": (
        "who has access to the data and where are the servers",
        "where do you host and who sees our figures",
    ),
    'Another vendor with an interface that is "on the plan".': (
        "another supplier whose interface is only on the roadmap",
        "they have heard before that the API is planned",
    ),
    "The broker already checks the bills.": (
        "our energy broker checks the invoices already",
        "bills are verified by their broker",
    ),
    "I need three quotes, and you are the only one of your kind.": (
        "procurement must have three offers and finds no second vendor like us",
        "needs three bids but there is nobody comparable",
    ),
    "Your price grows with our sites.": (
        "pricing gets more expensive with each site we add",
        "why does the price rise with the number of sites",
    ),
}

PAINS = {
    "Energy is booked late and estimated often; accruals are wrong by five figures.": (
        "energy accruals are estimated and off by tens of thousands",
        "energy costs are booked too late and mostly guessed",
    ),
    "The carbon figure in the annual report comes from a workbook that one person understands.": (
        "only one person understands the sheet behind our reported carbon figure",
        "the emissions number in the annual report hangs on one colleague's workbook",
    ),
    "Lenders now ask for emissions with the same firmness as for leverage.": (
        "the bank wants our emissions as strictly as our debt ratio",
        "lenders insist on emission figures now",
    ),
    "Eleven weeks a year go into chasing meter readings by e-mail.": (
        "we spend weeks each year chasing meter readings by mail",
        "too much time lost asking sites for their meter readings",
    ),
    "Factors change every June and nobody knows which year's were used.": (
        "emission factors change yearly and nobody knows which were applied",
        "which year's emission factors did we use",
    ),
    "She is asked for plans by people who doubt her baseline.": (
        "people doubt the baseline and still ask for reduction plans",
        "nobody trusts her baseline but they want a plan",
    ),
    "The bill arrives six weeks after the mistake.": (
        "we learn of waste weeks later from the bill",
        "the invoice shows an error six weeks too late",
    ),
    "Every supplier of pumps and tyres promises ten per cent; nobody measures.": (
        "vendors promise ten percent savings and nobody checks",
        "all suppliers claim to save 10 % but no one measures it",
    ),
    "The maximum-demand charge is set by one bad half-hour.": (
        "one half hour peak decides our demand charge",
        "a single bad half-hour sets the maximum demand cost",
    ),
    "Meter data arrive in nine formats, one of which is a photograph.": (
        "meter readings come in all sorts of formats, even photos",
        "nine different formats of meter data",
    ),
    "He inherits workbooks with macros whose author has left.": (
        "macros in a workbook written by somebody who left",
        "old Excel macros nobody can maintain since the author is gone",
    ),
    "Security questionnaires take longer than the integration.": (
        "filling in the security questionnaire takes longer than integrating",
        "security reviews last longer than the integration itself",
    ),
    "Invoices with estimated readings, wrong capacity and levies charged twice.": (
        "invoices charge levies twice and use estimated readings",
        "bills with the wrong capacity and double levies",
    ),
    "Every supplier sends carbon figures in another shape.": (
        "each supplier's footprint data looks different",
        "suppliers send carbon numbers in incompatible forms",
    ),
    "Contract rounds start with last year's volumes and a guess.": (
        "energy contracts are negotiated on last year's volume and guesswork",
        "we go into contract talks with old volumes and a guess",
    ),
}

QUESTIONS = {
    "Is there something wrong with our energy figures, and does it cost us?": (
        "are our energy figures wrong and what does that cost",
        "could something be off with the energy numbers, and is it expensive",
    ),
    "What would it take to have one figure that everybody accepts?": (
        "how do we get to a single figure that all accept",
        "what is needed for one number everybody agrees on",
    ),
    "Spreadsheet, consultant, energy bureau, carbon suite or ledger. Which, and why?": (
        "should we take a consultant, a spreadsheet, a carbon suite or a ledger",
        "ledger or carbon suite or energy bureau, which one",
    ),
    "What does it cost, what does it return, and what happens if it fails?": (
        "what are cost and return, and what if it does not work",
        "how much does it cost, what do we get back and what if it fails",
    ),
    "It works here. Where else, and what may we claim?": (
        "it works at this site, where next and what can we claim in public",
        "where else can we roll it out and what may we say about it",
    ),
}

NOTHING_OF_THESE = (
    "case study cold store",
    "brewery customer story",
    "one pager for the first meeting",
    "slides about onboarding",
    "how long does the trial take",
    "price list",
    "pricing for three sites",
    "implementation timeline",
    "who are our customers in logistics",
    "video of a depot",
    "product sheet fleet",
    "comparison with consultants",
    "what is scope 3",
    "heat pump payback",
    "night load of a bakery",
    "electric trucks depot charging",
    "route planning savings",
    "quote from an operations director",
    "figures for a board meeting",
    "chart of idling per vehicle",
    "references in the Netherlands",
    "security whitepaper",
    "data processing agreement",
    "single sign-on",
    "API documentation",
    "training for site managers",
    "customer support hours",
    "how do refrigerated trailers use diesel",
    "tyre pressure programme",
    "audit trail of corrections",
    "limited assurance explained",
    "emission factors for refrigerants",
    "monthly close checklist",
    "e-book for sustainability leads",
    "landing page walk through",
    "webinar recording",
    "agenda for a workshop",
    "roadmap for next year",
    "company history",
    "logo for a slide",
    "who is the founder",
    "carbon border adjustment",
    "product carbon footprint for dairy",
    "compressed air leaks",
    "solar roof warehouse",
    "peak shaving battery",
    "driver coaching results",
    "warehouse lighting",
    "contract terms",
    "cancellation period",
    "meeting with the CFO next week",
    "intro deck for a retailer",
    "success story two pages",
    "savings per pallet",
    "kilowatt-hours per tonne",
    "what changed in the last release",
    "survey results",
    "award",
    "partner programme",
    "certifications",
)
