using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AuthMd;

namespace FunctionsAgent.Access;

/// <summary>
/// People whom agents act for: those who signed in here, and those a trusted provider vouched for. An account lies under its
/// id; an address points to it, and counts while the account still has it. Whoever signs in is entered with what the sign-in says.
/// </summary>
public sealed class Accounts(IAuthMdStore store) : IAccounts
{
    private const string Kind = "account", Address = "address";

    public async Task<Account?> FindAsync(string id, CancellationToken ct) =>
        await store.ReadAsync(Kind, Key(id), ct) is { } entry ? Parse(entry) : null;

    public Task<Account?> ByEmailAsync(string email, CancellationToken ct) => ByAddressAsync(EmailKey(email), ct);

    public Task<Account?> ByPhoneAsync(string phone, CancellationToken ct) => ByAddressAsync(PhoneKey(phone), ct);

    /// <summary>
    /// The address decides: of two that make an account for one address at once, one does. The other is told null and asks the
    /// person, as for any account that exists.
    /// </summary>
    public async Task<Account?> CreateAsync(Account asserted, CancellationToken ct)
    {
        var account = asserted with { Id = "jit:" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)) };
        // Before the address points to it: an address must never lead nowhere.
        await PutAsync(account, ct);
        foreach (var address in Addresses(account))
            if (!await TakeAsync(address, account.Id, ct))
            {
                await EraseAsync(account, ct);
                return null;
            }
        return account;
    }

    /// <summary>Enters or renews who has signed in here. An address that belonged to another account is theirs from now on: the sign-in has proven it.</summary>
    public async Task SignedInAsync(Account account, CancellationToken ct)
    {
        var before = await FindAsync(account.Id, ct);
        if (before == account) return;
        await PutAsync(account, ct);
        foreach (var address in Addresses(account))
            while (await store.ReadAsync(Address, address, ct) is var entry && entry?.Json != account.Id && await store.WriteAsync(Address, address, entry?.ETag, account.Id, null, ct) is null) { }
        if (before is not null) await LeaveAsync(before.Id, Addresses(before).Except(Addresses(account)), ct);
    }

    /// <summary>The account itself goes last: an interrupted erasure finds its addresses by it.</summary>
    public async Task EraseAsync(Account account, CancellationToken ct)
    {
        await LeaveAsync(account.Id, Addresses(account), ct);
        while (await store.ReadAsync(Kind, Key(account.Id), ct) is { } entry)
            if (await store.DeleteAsync(Kind, entry.Key, entry.ETag, ct)) return;
    }

    private async Task PutAsync(Account account, CancellationToken ct)
    {
        var json = JsonSerializer.Serialize(account);
        while (await store.ReadAsync(Kind, Key(account.Id), ct) is var entry && await store.WriteAsync(Kind, Key(account.Id), entry?.ETag, json, null, ct) is null) { }
    }

    /// <summary>False: it belongs to another account. A pointer that an interrupted call left behind belongs to nobody.</summary>
    private async Task<bool> TakeAsync(string address, string id, CancellationToken ct)
    {
        while (true)
        {
            var entry = await store.ReadAsync(Address, address, ct);
            if (entry is not null && await OwnerAsync(address, entry, ct) is not null) return false;
            if (await store.WriteAsync(Address, address, entry?.ETag, id, null, ct) is not null) return true;
        }
    }

    private async Task LeaveAsync(string id, IEnumerable<string> addresses, CancellationToken ct)
    {
        foreach (var address in addresses)
            while (await store.ReadAsync(Address, address, ct) is { } entry && entry.Json == id)
                if (await store.DeleteAsync(Address, address, entry.ETag, ct)) break;
    }

    private async Task<Account?> ByAddressAsync(string key, CancellationToken ct) =>
        await store.ReadAsync(Address, key, ct) is { } entry ? await OwnerAsync(key, entry, ct) : null;

    private async Task<Account?> OwnerAsync(string address, StoredEntry entry, CancellationToken ct) =>
        await FindAsync(entry.Json, ct) is { } account && Addresses(account).Contains(address) ? account : null;

    private static IEnumerable<string> Addresses(Account account)
    {
        if (account.Email is { } email) yield return EmailKey(email);
        if (account.Phone is { } phone) yield return PhoneKey(phone);
    }

    private static Account Parse(StoredEntry entry) => JsonSerializer.Deserialize<Account>(entry.Json)!;

    private static string EmailKey(string email) => Key("email:" + email.Trim().ToLowerInvariant());

    private static string PhoneKey(string phone) => Key("phone:" + phone);

    // Addresses are not for whoever reads the table's keys.
    private static string Key(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
