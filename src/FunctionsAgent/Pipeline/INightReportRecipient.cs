using FunctionsAgent.Channels;

namespace FunctionsAgent.Pipeline;

/// <summary>Whom a report goes to.</summary>
internal interface INightReportRecipient
{
    /// <summary>mail or webhook: for log lines, which name no address.</summary>
    string Kind { get; }

    /// <summary>Hash of the address.</summary>
    string Key { get; }

    /// <summary>Whether a second attempt under the same id is dropped there.</summary>
    bool Dedupes { get; }

    /// <summary>One attempt. Never throws for what the other side did.</summary>
    /// <param name="id">The same for every attempt: base64url, 43 characters.</param>
    Task<Delivery> SendAsync(NightReportMessage message, string id, CancellationToken ct);
}
