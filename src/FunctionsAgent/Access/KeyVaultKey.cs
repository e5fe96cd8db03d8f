using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Core;
using Azure.Identity;
using FunctionsAgent.Storage;

namespace FunctionsAgent.Access;

/// <summary>
/// A key in Azure Key Vault that wraps and unwraps others and never leaves it
/// (learn.microsoft.com/rest/api/keyvault/keys/wrap-key). The identity needs the role Key Vault Crypto Service Encryption User.
/// </summary>
/// <param name="key"><c>https://VAULT/keys/NAME</c>: its current version wraps, and each wrapped key names the version it takes to unwrap.</param>
public sealed class KeyVaultKey(Uri key, HttpClient http, TokenCredential identity)
{
    private const string Api = "?api-version=7.4", Algorithm = "RSA-OAEP-256";
    private const int Attempts = 3;

    /// <summary>What is asked of Entra ID: the vault's service, which is the vault's address without its first name.</summary>
    private readonly TokenRequestContext scope = new([$"https://{key.Host[(key.Host.IndexOf('.', StringComparison.Ordinal) + 1)..]}/.default"]);

    /// <exception cref="StoreBusyException">The vault cannot be reached, or refuses.</exception>
    public async Task<(Uri Version, byte[] Wrapped)> WrapAsync(ReadOnlyMemory<byte> secret)
    {
        var answer = await CallAsync(new Uri($"{key.AbsoluteUri.TrimEnd('/')}/wrapkey{Api}"), secret);
        var version = Uri.TryCreate(answer.GetProperty("kid").GetString(), UriKind.Absolute, out var kid) && IsVersion(kid) ? kid : throw new StoreBusyException("Key Vault wrapped with another key than it was asked to.");
        return (version, Value(answer));
    }

    /// <exception cref="StoreBusyException">The vault cannot be reached, or refuses.</exception>
    /// <exception cref="InvalidDataException">The version is none of this key: it is not asked, as it would be handed our identity's token.</exception>
    public async Task<byte[]> UnwrapAsync(Uri version, ReadOnlyMemory<byte> wrapped) =>
        IsVersion(version) ? Value(await CallAsync(new Uri($"{version.AbsoluteUri.TrimEnd('/')}/unwrapkey{Api}"), wrapped))
            : throw new InvalidDataException($"The key was wrapped by another than {key}.");

    private bool IsVersion(Uri uri) => uri.GetLeftPart(UriPartial.Authority) == key.GetLeftPart(UriPartial.Authority) && uri.Query.Length == 0
        && uri.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries) is ["keys", var name, _] && name == key.AbsolutePath.Split('/')[2];

    private static byte[] Value(JsonElement answer) => Base64Url.DecodeFromChars(answer.GetProperty("value").GetString());

    private async Task<JsonElement> CallAsync(Uri address, ReadOnlyMemory<byte> value)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var token = await identity.GetTokenAsync(scope, CancellationToken.None);
                using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(new { alg = Algorithm, value = Base64Url.EncodeToString(value.Span) }) };
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
                using var response = await http.SendAsync(request);
                if (response.IsSuccessStatusCode) return await response.Content.ReadFromJsonAsync<JsonElement>();
                if (attempt == Attempts || response.StatusCode is not (HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError))
                    throw new StoreBusyException($"Key Vault key {key} answered {(int)response.StatusCode}.");
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or AuthenticationFailedException or JsonException)
            {
                if (attempt == Attempts) throw new StoreBusyException($"Key Vault key {key} could not be used ({e.GetType().Name}).", e);
            }
        }
    }
}
