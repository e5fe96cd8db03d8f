using AuthMd.Client;
using AuthMd.Http;

namespace AuthMd.Tests.Client;

public sealed class FileCredentialStoreTests : IDisposable
{
    private static readonly CredentialKey Key = new("https://shop.example", "ada");
    private static readonly Credentials Some = new() { Registration = "reg_1", Method = "anonymous", Assertion = new("eyJ", DateTimeOffset.UnixEpoch), Tokens = [new("r", null, "s", new("at_1", DateTimeOffset.UnixEpoch))] };

    private readonly string directory = Path.Combine(Path.GetTempPath(), "authmd-" + Guid.NewGuid().ToString("N"));

    private FileCredentialStore Store => new(directory);

    public void Dispose()
    {
        if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task What_is_kept_is_read_by_another_process_and_by_no_other_key()
    {
        Assert.Null(await Store.ReadAsync(Key, default));
        await Store.WriteAsync(Key, Some, default);
        var read = (await Store.ReadAsync(Key, default))!;
        Assert.Equal(Some with { Tokens = [] }, read with { Tokens = [] });
        Assert.Equal(Some.Tokens.ToArray(), read.Tokens.ToArray());
        Assert.Null(await Store.ReadAsync(Key with { Profile = "bob" }, default));
        Assert.Null(await Store.ReadAsync(Key with { Issuer = "https://other.example" }, default));
        await Store.WriteAsync(Key, null, default);
        Assert.Null(await Store.ReadAsync(Key, default));
    }

    [Fact]
    public async Task Files_are_their_owners_alone()
    {
        if (OperatingSystem.IsWindows()) return;
        await using (await Store.LockAsync(Key, default)) await Store.WriteAsync(Key, Some, default);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(directory));
        Assert.Equal(2, Directory.GetFiles(directory).Length);
        foreach (var file in Directory.GetFiles(directory)) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task A_file_others_may_read_is_not_trusted()
    {
        if (OperatingSystem.IsWindows()) return;
        await Store.WriteAsync(Key, Some, default);
        File.SetUnixFileMode(Directory.GetFiles(directory).Single(), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        await Assert.ThrowsAsync<InvalidDataException>(() => Store.ReadAsync(Key, default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"issuer\":")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    public async Task A_damaged_file_is_told_from_none(string text)
    {
        await Store.WriteAsync(Key, Some, default);
        await File.WriteAllTextAsync(Directory.GetFiles(directory).Single(), text);
        await Assert.ThrowsAsync<InvalidDataException>(() => Store.ReadAsync(Key, default));
    }

    [Fact]
    public async Task A_write_that_was_cut_off_leaves_what_was_there()
    {
        await Store.WriteAsync(Key, Some, default);
        var file = Directory.GetFiles(directory).Single();
        await File.WriteAllTextAsync(file + ".new", "{\"issuer\":\"ht");
        Assert.Equal("reg_1", (await Store.ReadAsync(Key, default))!.Registration);
        await Store.WriteAsync(Key, Some with { Registration = "reg_2" }, default);
        Assert.Equal("reg_2", (await Store.ReadAsync(Key, default))!.Registration);
        Assert.Equal([file], Directory.GetFiles(directory));
    }

    [Fact]
    public async Task One_at_a_time_has_the_lock_whatever_object_it_asked()
    {
        var (inside, most, count) = (0, 0, 0);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            await using var alone = await Store.LockAsync(Key, default);
            most = Math.Max(most, Interlocked.Increment(ref inside));
            var seen = count;
            await Task.Yield();
            count = seen + 1;
            Interlocked.Decrement(ref inside);
        })));
        Assert.Equal((1, 16), (most, count));
    }

    [Fact]
    public async Task Readers_never_see_half_a_write()
    {
        await Store.WriteAsync(Key, Some, default);
        var writing = Task.Run(async () =>
        {
            for (var revision = 1; revision <= 200; revision++) await Store.WriteAsync(Key, Some with { Revision = revision }, default);
        });
        var last = 0;
        while (!writing.IsCompleted)
        {
            var read = (await Store.ReadAsync(Key, default))!.Revision;
            Assert.True(read >= last);
            last = read;
        }
        await writing;
    }

    [Fact]
    public async Task Claim_tokens_and_codes_are_never_on_disk()
    {
        await using var scene = await ClientScene.StartAsync();
        var agent = scene.Agent();
        var claim = (await agent.RegisterAsync()).Claim!;
        Assert.Contains("eyJ", scene.OnDisk, StringComparison.Ordinal);
        await claim.BeginAsync(scene.Ada.Email!);
        var code = await scene.AgreeAsync(claim);
        Assert.DoesNotContain("clm_", scene.OnDisk, StringComparison.Ordinal);
        await claim.CompleteAsync(code);
        Assert.Contains("art_", scene.OnDisk, StringComparison.Ordinal);
        Assert.DoesNotContain("clm_", scene.OnDisk, StringComparison.Ordinal);
        Assert.Contains("clm_", string.Concat(scene.Net.All.Select(one => one.Got)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_in_a_log_show_no_secret()
    {
        await using var scene = await ClientScene.StartAsync();
        var agent = await scene.ClaimedAsync();
        await agent.TokenAsync();
        var held = (await agent.StandingAsync())!;
        Assert.DoesNotContain(new[] { held.ToString(), held.Assertion!.ToString(), held.Refresh!.ToString(), held.Tokens[0].ToString() }, text => text.Contains("eyJ", StringComparison.Ordinal) || text.Contains("t_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_store_that_fails_loses_neither_a_claim_nor_a_refresh()
    {
        await using var scene = await ClientScene.StartAsync();
        var store = new FailingStore(new FileCredentialStore(scene.Directory));
        var agent = scene.Agent(scene.ForAda, store);
        var claim = (await agent.RegisterAsync()).Claim!;
        var code = await scene.AgreeAsync(claim);
        store.FailsAfter = 1;
        await ClientScene.RefusedAsync("storage_failed", () => claim.CompleteAsync(code));
        store.FailsAfter = null;
        await claim.CompleteAsync(code);
        Assert.Equal((true, 1), (claim.IsComplete, scene.Net.Count(Routes.Complete)));
        Assert.Equal(200, (await ClientScene.CallAsync(agent)).Status);

        scene.Service.Clock.Advance(TimeSpan.FromHours(2));
        store.FailsAfter = 1;
        await ClientScene.RefusedAsync("storage_failed", () => agent.TokenAsync());
        store.FailsAfter = null;
        Assert.Equal(200, (await ClientScene.CallAsync(agent)).Status);
        Assert.Equal(1, scene.Net.Count(Routes.Identity, "refresh"));
        Assert.Equal(200, (await ClientScene.CallAsync(scene.Agent())).Status);
    }

    [Fact]
    public async Task Who_cannot_write_the_store_spends_nothing()
    {
        await using var scene = await ClientScene.StartAsync();
        var store = new FailingStore(new FileCredentialStore(scene.Directory));
        var agent = scene.Agent(scene.ForAda, store);
        var claim = (await agent.RegisterAsync()).Claim!;
        var code = await scene.AgreeAsync(claim);
        store.FailsAfter = 0;
        await ClientScene.RefusedAsync("storage_failed", () => claim.CompleteAsync(code));
        Assert.Equal(0, scene.Net.Count(Routes.Complete));
        store.FailsAfter = null;
        await claim.CompleteAsync(code);

        scene.Service.Clock.Advance(TimeSpan.FromHours(2));
        store.FailsAfter = 0;
        await ClientScene.RefusedAsync("storage_failed", () => agent.TokenAsync());
        Assert.Equal(0, scene.Net.Count(Routes.Identity, "refresh"));
    }

    [Fact]
    public async Task What_was_saved_late_never_overwrites_what_another_process_knows_better()
    {
        await using var scene = await ClientScene.StartAsync();
        var store = new FailingStore(new FileCredentialStore(scene.Directory));
        var agent = scene.Agent(store: store);
        store.FailsAfter = 0;
        await ClientScene.RefusedAsync("storage_failed", () => agent.RegisterAsync());
        store.FailsAfter = null;
        var other = await scene.Agent().RegisterAsync();
        Assert.Equal(other.Registration, (await agent.RegisterAsync()).Registration);
        Assert.Equal(other.Registration, (await agent.StandingAsync())!.Registration);
    }

    /// <summary>Runs full after so many more writes.</summary>
    private sealed class FailingStore(ICredentialStore store) : ICredentialStore
    {
        public int? FailsAfter { get; set; }

        public Task<IAsyncDisposable> LockAsync(CredentialKey key, CancellationToken ct) => store.LockAsync(key, ct);

        public Task<Credentials?> ReadAsync(CredentialKey key, CancellationToken ct) => store.ReadAsync(key, ct);

        public Task WriteAsync(CredentialKey key, Credentials? credentials, CancellationToken ct) =>
            FailsAfter is { } left && (FailsAfter = left - 1) < 0 ? throw new IOException("The disk is full.") : store.WriteAsync(key, credentials, ct);
    }
}
