using System.Text;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Queues;

/// <summary>The limits of Azure Service Bus (standard tier) and our own for an envelope, checked by us before the wire on every transport.</summary>
public static class QueueLimits
{
    /// <summary>Body of a message in UTF-8 bytes.</summary>
    public const int BodyBytes = 256 * 1024;

    /// <summary>Characters of a session id.</summary>
    public const int SessionCharacters = 128;

    /// <summary>Characters of a dead letter's reason and of its description; what is longer is cut.</summary>
    public const int ReasonCharacters = 4096;

    /// <summary>The body of a message that carries the envelope. Throws <see cref="LimitException"/> when it cannot be sent, now or ever.</summary>
    public static string Body(string queue, string session, Envelope envelope)
    {
        var body = envelope.ToJson();
        var bytes = Encoding.UTF8.GetByteCount(body);
        if (bytes > Envelope.MaxBytes)
            throw new LimitException($"{queue}: envelope {envelope.Id} has {bytes:N0} bytes, the limit is {Envelope.MaxBytes:N0}. An envelope points into the log; words belong there.");
        Check(queue, session, body);
        return body;
    }

    /// <summary>The same for any body.</summary>
    public static void Check(string queue, string session, string body)
    {
        if (queue.Length == 0 || queue.EndsWith(QueueNames.DeadLetterSuffix, StringComparison.Ordinal))
            throw new LimitException($"\"{queue}\" is no queue to send to: dead-letter queues are filled by dead-lettering alone.");
        if (session.Length is 0 or > SessionCharacters)
            throw new LimitException($"{queue}: a session of {session.Length} characters, allowed are 1 to {SessionCharacters}.");
        var bytes = Encoding.UTF8.GetByteCount(body);
        if (bytes > BodyBytes)
            throw new LimitException($"{queue}: a body of {bytes:N0} bytes, the limit is {BodyBytes:N0}.");
    }
}
