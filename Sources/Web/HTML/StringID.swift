/// Every text that pages say of their own; the words stand in `kiosk/strings/`, one file a
/// language.
///
/// The raw value is the name in those files. Placeholders such as `{title}` stand in braces.
public enum StringID: String, Sendable, CaseIterable {
    // Every page.
    case languageName = "language.name"
    case languagesLabel = "languages.label"
    case productName = "product.name"
    case sampleBanner = "sample.banner"

    // The form.
    case formNumber = "form.number"
    case formYes = "form.yes"
    case formNo = "form.no"
    case formDontKnow = "form.dontKnow"
    case formNotApplicable = "form.notApplicable"
    case formSubmit = "form.submit"
    case conditionRange = "condition.range"
    case conditionChoice = "condition.choice"
    case conditionOr = "condition.or"
    case conditionQuoted = "condition.quoted"
    case conditionElsewhere = "condition.elsewhere"

    // What is wrong with an answer.
    case faultsTitle = "faults.title"
    case faultsPageTitle = "faults.pageTitle"
    case faultsKept = "faults.kept"
    case faultNothing = "fault.nothing"
    case faultScore = "fault.score"
    case faultChoice = "fault.choice"
    case faultSeveral = "fault.several"
    case faultNotOffered = "fault.notOffered"
    case faultNotReached = "fault.notReached"
    case faultCommentLong = "fault.commentLong"
    case faultCommentPlace = "fault.commentPlace"
    case faultUnknownItem = "fault.unknownItem"
    case faultOutdated = "fault.outdated"
    case faultBusy = "fault.busy"
    case faultPlace = "fault.place"
    case faultUnit = "fault.unit"
    case faultValue = "fault.value"

    // Thanks.
    case thanksTitle = "thanks.title"
    case thanksStored = "thanks.stored"
    case thanksUse = "thanks.use"
    case thanksClose = "thanks.close"
    case thanksAgain = "thanks.again"

    // Finding the form.
    case homeTitle = "home.title"
    case homeLead = "home.lead"
    case homeCode = "home.code"
    case homeHint = "home.hint"
    case homeOpen = "home.open"
    case notFoundTitle = "notFound.title"
    case notFoundTyped = "notFound.typed"
    case notFoundCheck = "notFound.check"
    case notFoundAsk = "notFound.ask"

    // When something goes wrong.
    case troubleHome = "trouble.home"
    case badRequestTitle = "trouble.badRequest.title"
    case badRequestAdvice = "trouble.badRequest.advice"
    case missingPageTitle = "trouble.missingPage.title"
    case missingPageAdvice = "trouble.missingPage.advice"
    case methodTitle = "trouble.method.title"
    case methodAdvice = "trouble.method.advice"
    case tooLargeTitle = "trouble.tooLarge.title"
    case tooLargeAdvice = "trouble.tooLarge.advice"
    case tooManyTitle = "trouble.tooMany.title"
    case tooManyAdvice = "trouble.tooMany.advice"
    case unavailableTitle = "trouble.unavailable.title"
    case unavailableAdvice = "trouble.unavailable.advice"
    case brokenTitle = "trouble.broken.title"
    case brokenAdvice = "trouble.broken.advice"
}
