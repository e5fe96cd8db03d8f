using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace FunctionsAgent.Conversations;

/// <summary>
/// A thread: the log partition of one customer's conversation on one address of one agent, and the conversation id of
/// every route and verb. base64url SHA-256, 43 characters. <c>ID/3</c> names its third episode.
/// </summary>
public readonly record struct ThreadId(string Value)
{
    public static ThreadId For(string agent, string route, string channel, string threadKey) =>
        new(Hashing.Id($"{agent}\n{route}\n{channel}\n{threadKey}"));

    /// <summary>Reads an id somebody sent. False for anything that cannot be one: it never reaches a key.</summary>
    public static bool TryParse(string? text, out ThreadId id)
    {
        id = new(text ?? "");
        return text is { Length: 43 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
    }

    public override string ToString() => Value;
}

public static class Hashing
{
    /// <summary>base64url SHA-256 of a text: row keys for provider ids, which may contain / # ?.</summary>
    public static string Id(string text) => Of(Encoding.UTF8.GetBytes(text));

    public static string Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return Base64Url.EncodeToString(hash);
    }
}
