using AuthMd;
using FunctionsAgent.Access;
using FunctionsAgent.Storage;
using FunctionsAgent.Tests.Storage;

namespace FunctionsAgent.Tests.Access;

/// <summary>One account for an address, and never another's by accident: a link to one that exists needs its person.</summary>
public sealed class AccountsTests : IDisposable
{
    private readonly TempDirectory directory = new();
    private readonly SqliteDatabase database;
    private readonly Accounts accounts;

    public AccountsTests()
    {
        database = new(directory.File("agent.db"));
        accounts = new(new AuthMdTables(new SqliteTables(database)));
    }

    public void Dispose()
    {
        database.Dispose();
        directory.Dispose();
    }

    [Fact]
    public async Task Of_many_that_make_an_account_for_one_address_at_once_one_does_and_the_others_hear_that_there_is_one()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => accounts.CreateAsync(new("", "Ada@Shop.example"), default)));
        var one = Assert.Single(made, account => account is not null);
        Assert.Equal(one, await accounts.ByEmailAsync("ada@shop.example", default));
        Assert.Equal(2, database.Read(c => c.Number("SELECT count(*) FROM rows WHERE tbl = 'AuthMd'")));
    }

    [Fact]
    public async Task A_number_that_is_taken_leaves_no_account_and_no_address_behind()
    {
        var first = await accounts.CreateAsync(new("", "ada@shop.example", "+12025550123"), default);
        Assert.Null(await accounts.CreateAsync(new("", "eve@shop.example", "+12025550123"), default));
        Assert.Null(await accounts.ByEmailAsync("eve@shop.example", default));
        Assert.Equal(first, await accounts.ByPhoneAsync("+12025550123", default));
    }

    [Fact]
    public async Task Whoever_signs_in_has_the_address_and_an_address_that_was_given_up_leads_nowhere()
    {
        var vouched = await accounts.CreateAsync(new("", "ada@shop.example"), default);
        await accounts.SignedInAsync(new("user:1", "ada@shop.example"), default);
        Assert.Equal("user:1", (await accounts.ByEmailAsync("ada@shop.example", default))!.Id);
        Assert.NotNull(await accounts.FindAsync(vouched!.Id, default));

        await accounts.SignedInAsync(new("user:1", "ada.l@shop.example"), default);
        Assert.Null(await accounts.ByEmailAsync("ada@shop.example", default));
        Assert.Equal("user:1", (await accounts.ByEmailAsync("ada.l@shop.example", default))!.Id);
        Assert.NotNull(await accounts.CreateAsync(new("", "ada@shop.example"), default));
    }

    [Fact]
    public async Task An_erased_account_leaves_nothing()
    {
        await accounts.SignedInAsync(new("user:1", "ada@shop.example", "+12025550123", "Ada"), default);
        await accounts.EraseAsync((await accounts.FindAsync("user:1", default))!, default);
        Assert.Null(await accounts.FindAsync("user:1", default));
        Assert.Equal(0, database.Read(c => c.Number("SELECT count(*) FROM rows WHERE tbl = 'AuthMd'")));
    }
}
