using System.Xml.Linq;
using Azure.Core;
using FunctionsAgent.Access;
using FunctionsAgent.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Tests.Access;

/// <summary>Session keys are wrapped by a key that stays in Key Vault: tested against a vault of our own.</summary>
public sealed class KeyVaultTests : IAsyncLifetime
{
    private static readonly XElement Plain = XElement.Parse("<descriptor><masterKey>plain-master-key</masterKey></descriptor>");
    private readonly FakeIdentity identity = new();
    private TestVault vault = null!;

    public async Task InitializeAsync() => vault = await TestVault.StartAsync();

    public async Task DisposeAsync() => await vault.DisposeAsync();

    [Fact]
    public void What_was_encrypted_is_unreadable_and_comes_back()
    {
        var services = Services();
        var stored = new KeyVaultEncryptor(services.GetRequiredService<KeyVaultKey>()).Encrypt(Plain).EncryptedElement;

        Assert.DoesNotContain("plain-master-key", stored.ToString(), StringComparison.Ordinal);
        Assert.Equal(Plain.ToString(), new KeyVaultDecryptor(services).Decrypt(stored).ToString());
        Assert.Equal(["/keys/session-keys/wrapkey?api-version=7.4", "/keys/session-keys/0/unwrapkey?api-version=7.4"], vault.Asked);
    }

    [Fact]
    public void After_a_new_version_the_old_keys_are_still_read()
    {
        var services = Services();
        var encryptor = new KeyVaultEncryptor(services.GetRequiredService<KeyVaultKey>());
        var before = encryptor.Encrypt(Plain).EncryptedElement;
        vault.Rotate();
        var after = encryptor.Encrypt(Plain).EncryptedElement;

        Assert.Equal($"{vault.Key}/1", after.Attribute("key")!.Value);
        Assert.All((XElement[])[before, after], stored => Assert.Equal(Plain.ToString(), new KeyVaultDecryptor(services).Decrypt(stored).ToString()));
    }

    [Theory]
    [InlineData("wrapped")]
    [InlineData("nonce")]
    [InlineData("tag")]
    [InlineData("")]
    public void A_byte_that_was_changed_is_noticed(string place)
    {
        var services = Services();
        var stored = new KeyVaultEncryptor(services.GetRequiredService<KeyVaultKey>()).Encrypt(Plain).EncryptedElement;
        var bytes = Convert.FromBase64String(place.Length == 0 ? stored.Value : stored.Attribute(place)!.Value);
        bytes[0] ^= 1;
        if (place.Length == 0) stored.Value = Convert.ToBase64String(bytes);
        else stored.SetAttributeValue(place, Convert.ToBase64String(bytes));

        Assert.ThrowsAny<Exception>(() => new KeyVaultDecryptor(services).Decrypt(stored));
    }

    [Theory]
    [InlineData("https://evil.example/keys/session-keys/0")]
    [InlineData("{vault}/keys/another/0")]
    [InlineData("{vault}/keys/session-keys/0?x=")]
    [InlineData("{vault}/secrets/session-keys/0")]
    public void A_stored_key_that_names_another_vault_does_not_get_our_token(string version)
    {
        var services = Services();
        var stored = new KeyVaultEncryptor(services.GetRequiredService<KeyVaultKey>()).Encrypt(Plain).EncryptedElement;
        stored.SetAttributeValue("key", version.Replace("{vault}", vault.Url, StringComparison.Ordinal));
        var asked = (vault.Asked.Count, identity.Scopes.Count);

        Assert.Throws<InvalidDataException>(() => new KeyVaultDecryptor(services).Decrypt(stored));
        Assert.Equal(asked, (vault.Asked.Count, identity.Scopes.Count));
    }

    [Theory]
    [InlineData(new[] { 429, 503 }, true, 3)]
    [InlineData(new[] { 500, 502, 503 }, false, 3)]
    [InlineData(new[] { 403 }, false, 1)]
    [InlineData(new[] { 404 }, false, 1)]
    public void A_hiccup_is_asked_again_and_a_refusal_is_not(int[] refusals, bool works, int asked)
    {
        foreach (var refusal in refusals) vault.Refusals.Enqueue(refusal);
        var encryptor = new KeyVaultEncryptor(Services().GetRequiredService<KeyVaultKey>());

        if (works) encryptor.Encrypt(Plain);
        else Assert.DoesNotContain("token-of-the-app", Assert.Throws<StoreBusyException>(() => encryptor.Encrypt(Plain)).ToString(), StringComparison.Ordinal);
        Assert.Equal(asked, vault.Asked.Count);
    }

    [Fact]
    public void The_token_is_asked_for_the_vaults_service()
    {
        var key = new KeyVaultKey(new Uri("https://mine.vault.azure.cn/keys/k"), new HttpClient(new Unreachable()), identity);
        Assert.Throws<StoreBusyException>(() => new KeyVaultEncryptor(key).Encrypt(Plain));
        Assert.Equal("https://vault.azure.cn/.default", identity.Scopes[0]);
    }

    [Fact]
    public async Task Two_processes_share_a_session_and_the_stored_keys_show_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("functionsagent-");
        string session;
        await using (var first = await EntraHost.StartAsync(data: folder.FullName, configure: Protect))
        {
            var visitor = new Browser(first.Host.Host.Url);
            await visitor.SignInAsync();
            session = visitor.Cookies[Session.Cookie];
            var stored = File.ReadAllText(Assert.Single(Directory.GetFiles(Path.Combine(folder.FullName, "blobs", "session-keys"))));
            Assert.Contains("<keyVault key=", stored, StringComparison.Ordinal);
            Assert.DoesNotContain("masterKey", stored, StringComparison.Ordinal);
        }
        await using (var second = await EntraHost.StartAsync(data: folder.FullName, configure: Protect))
        {
            var visitor = new Browser(second.Host.Host.Url) { Cookies = { [Session.Cookie] = session } };
            Assert.Equal(200, (int)(await visitor.GetAsync("/api/operator/parked")).StatusCode);
        }
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Without_its_vault_nobody_signs_in_and_no_key_is_kept_in_the_clear()
    {
        for (var i = 0; i < 100; i++) vault.Refusals.Enqueue(403);
        await using var entra = await EntraHost.StartAsync(configure: Protect);
        await Drivers.ProblemAssert.IsAsync(await new Browser(entra.Host.Host.Url).GetAsync("/login"), 503, "store-busy");
        Assert.False(Directory.Exists(Path.Combine(entra.Host.Data, "blobs", "session-keys")));
        Assert.Equal(200, (int)(await entra.GetAsync("/api/operator/parked", entra.Issuer.App("Reviewer"))).StatusCode);
    }

    [Theory]
    [InlineData("session-keys")]
    [InlineData("http://vault.example/keys/k")]
    [InlineData("https://vault.example/secrets/k")]
    [InlineData("https://vault.example/keys/k/version")]
    [InlineData("https://vault.example/keys/k?x=1")]
    public void A_setting_that_names_no_key_is_refused_by_name(string value) =>
        Assert.Contains("DataProtection__KeyVaultKey", Assert.Throws<SettingException>(() => new ServiceCollection().AddKeyVaultProtection(Settings(value))).Message, StringComparison.Ordinal);

    private void Protect(IServiceCollection services) => services.AddSingleton<TokenCredential>(identity).AddKeyVaultProtection(Settings(vault.Key));

    private ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddDataProtection();
        Protect(services);
        return services.BuildServiceProvider();
    }

    private static IConfiguration Settings(string key) => new ConfigurationBuilder().AddInMemoryCollection([new("DataProtection:KeyVaultKey", key)]).Build();

    private sealed class Unreachable : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw new HttpRequestException("No such host.");
    }
}
