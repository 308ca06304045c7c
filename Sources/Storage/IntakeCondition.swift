/// Whether answers are being stored.
public enum IntakeCondition: Sendable, Equatable {
    case storing
    /// The disk has less room than is kept free; nothing is taken until it has.
    case diskFull
    /// The disk refused. Nothing is taken until a trial, made once a second, succeeds.
    case failing(StorageError)
}

/// What the writer tells whoever runs the server, once each time it happens.
public enum IntakeEvent: Sendable, Equatable {
    case changed(IntakeCondition)
    /// The room held back for this moment was given up.
    case ballastGivenUp
    case ballastHeld
    /// More answers waited than may; others are sent away until fewer do.
    case overloaded
    /// Somebody removed the log under the running store; what it held was saved.
    case logRestored
    /// When the store was opened anew after an error, answers that had been confirmed were missing.
    case lost(Loss)
    /// The log could not be folded back at the end. Everything acknowledged is in it, and the next
    /// start reads it.
    case leftOpen(StorageError)
}
