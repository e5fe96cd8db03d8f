using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace FunctionsAgent.Access;

/// <summary>The key of the embedded host: printed at its start, good on loopback only. Null where there is none (Azure).</summary>
public sealed record EmbeddedKey(string? Value)
{
    public static Principal Holder { get; } = new("embedded-key", StaffRole.Admin, MayCall: true, "key");

    public bool Matches(string token, IPAddress? from) => Value is not null && (from is null || IPAddress.IsLoopback(from))
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(Value));
}
