using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AuthMd;

namespace FunctionsAgent.Access;

/// <summary>
/// People whom agents act for: those who signed in here, and those a trusted provider vouched for. An account lies under its
/// id; an address points to it. Whoever signs in is entered with what the sign-in says.
/// </summary>
public sealed class Accounts(IAuthMdStore store) : IAccounts
{
    private const string Kind = "account", Address = "address";

    public async Task<Account?> FindAsync(string id, CancellationToken ct) =>
        await store.ReadAsync(Kind, Key(id), ct) is { } entry ? JsonSerializer.Deserialize<Account>(entry.Json) : null;

    public Task<Account?> ByEmailAsync(string email, CancellationToken ct) => ByAddressAsync(EmailKey(email), ct);

    public Task<Account?> ByPhoneAsync(string phone, CancellationToken ct) => ByAddressAsync(PhoneKey(phone), ct);

    /// <summary>The address decides, and then the number: of two instances that make an account at once, one makes it.</summary>
    public async Task<Account?> CreateAsync(Account asserted, CancellationToken ct)
    {
        var account = asserted with { Id = "jit:" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)) };
        // Before an address points to it: an address must never lead nowhere.
        await PutAsync(account, ct);
        var taken = new List<(string Key, string ETag)>();
        foreach (var address in Addresses(account))
        {
            if (await store.WriteAsync(Address, address, null, account.Id, null, ct) is { } etag)
            {
                taken.Add((address, etag));
                continue;
            }
            foreach (var (key, version) in taken) await store.DeleteAsync(Address, key, version, ct);
            if (await store.ReadAsync(Kind, Key(account.Id), ct) is { } entry) await store.DeleteAsync(Kind, entry.Key, entry.ETag, ct);
            return null;
        }
        return account;
    }

    /// <summary>Enters or renews who has signed in here. An address that belonged to another account is theirs from now on: the sign-in has proven it.</summary>
    public async Task SignedInAsync(Account account, CancellationToken ct)
    {
        if (await FindAsync(account.Id, ct) == account) return;
        await PutAsync(account, ct);
        foreach (var address in Addresses(account))
            while (await store.ReadAsync(Address, address, ct) is var entry && entry?.Json != account.Id && await store.WriteAsync(Address, address, entry?.ETag, account.Id, null, ct) is null) { }
    }

    private async Task PutAsync(Account account, CancellationToken ct)
    {
        var json = JsonSerializer.Serialize(account);
        while (await store.ReadAsync(Kind, Key(account.Id), ct) is var entry && await store.WriteAsync(Kind, Key(account.Id), entry?.ETag, json, null, ct) is null) { }
    }

    private async Task<Account?> ByAddressAsync(string key, CancellationToken ct) =>
        await store.ReadAsync(Address, key, ct) is { } entry ? await FindAsync(entry.Json, ct) : null;

    private static IEnumerable<string> Addresses(Account account)
    {
        if (account.Email is { } email) yield return EmailKey(email);
        if (account.Phone is { } phone) yield return PhoneKey(phone);
    }

    private static string EmailKey(string email) => Key("email:" + email.Trim().ToLowerInvariant());

    private static string PhoneKey(string phone) => Key("phone:" + phone);

    // Addresses are not for whoever reads the table's keys.
    private static string Key(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
