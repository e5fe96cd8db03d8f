namespace AuthMd.Tests.Drivers;

public sealed class MemoryAccounts : IAccounts
{
    private readonly Lock turn = new();
    private readonly List<Account> accounts = [];
    private int made;

    /// <summary>Whether somebody a provider vouches for gets an account.</summary>
    public bool Creates { get; set; } = true;

    public Account Add(string email, string? phone = null, string? name = null)
    {
        lock (turn)
        {
            var account = new Account($"user-{++made}", email, phone, name);
            accounts.Add(account);
            return account;
        }
    }

    public void Remove(string id)
    {
        lock (turn) accounts.RemoveAll(account => account.Id == id);
    }

    public Task<Account?> FindAsync(string id, CancellationToken ct) => Find(account => account.Id == id);

    public Task<Account?> ByEmailAsync(string email, CancellationToken ct) => Find(account => string.Equals(account.Email, email, StringComparison.OrdinalIgnoreCase));

    public Task<Account?> ByPhoneAsync(string phone, CancellationToken ct) => Find(account => account.Phone == phone);

    public Task<Account?> CreateAsync(Account asserted, CancellationToken ct)
    {
        lock (turn)
        {
            var known = accounts.Exists(account => (asserted.Email is { } email && string.Equals(account.Email, email, StringComparison.OrdinalIgnoreCase))
                || (asserted.Phone is { } phone && account.Phone == phone));
            if (!Creates || known) return Task.FromResult<Account?>(null);
            var account = asserted with { Id = $"user-{++made}" };
            accounts.Add(account);
            return Task.FromResult<Account?>(account);
        }
    }

    private Task<Account?> Find(Predicate<Account> match)
    {
        lock (turn) return Task.FromResult(accounts.Find(match));
    }
}
