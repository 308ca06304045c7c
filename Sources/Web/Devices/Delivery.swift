public import Storage
public import Survey

/// What comes out of a kiosk's outbox, over the network or as a file: answers as JSON, from a
/// device that has proven who it is or from nobody in particular. Both ways store the same.
public struct Delivery: Sendable {
    private let register: Register
    private let devices: DeviceDesk
    private let isSample: Bool
    private let sender: String?

    /// - Parameters:
    ///   - isSample: whether the office holds samples
    ///   - sender: the code of the device that has proven to send it, or nil
    public init(register: Register, devices: DeviceDesk, isSample: Bool, sender: String?) {
        self.register = register
        self.devices = devices
        self.isSample = isSample
        self.sender = sender
    }

    /// What is to be stored of an answer.
    ///
    /// - Parameters:
    ///   - entry: after contract's JSON response
    ///   - now: the office's clock, which stands for a time that cannot be
    /// - Throws: why it can never be taken, whoever sends it
    public func arrival(_ entry: JSON, at now: Timestamp) throws(SubmissionFault) -> Arrival {
        var submission = try SubmissionJSON.decode(entry)
        guard submission.channel.isOpenToAll else {
            throw .badValue(name: "channel", value: submission.channel.rawValue)
        }
        // A sample's answer never mixes into real ones.
        guard isSample || !submission.id.isSample else {
            throw .badValue(name: "id", value: submission.id.description)
        }
        if isSample { submission.id = submission.id.asSample }
        var response = try register.admitted(submission, at: now)
        response.device = devices.claimed(response.device, from: sender)
        return Arrival(submission: submission, response: response)
    }
}
