using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Access;

/// <summary>
/// Keeps data-protection keys unreadable at rest: each is encrypted with AES-256-GCM under a key of its own, which the vault
/// wraps. <c>&lt;keyVault key="VERSION" wrapped="…" nonce="…" tag="…"&gt;…&lt;/keyVault&gt;</c>, binary in base64.
/// </summary>
public sealed class KeyVaultEncryptor(KeyVaultKey vault) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var (secret, nonce, tag, cipher) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(12), new byte[16], new byte[plain.Length]);
        try
        {
            using (var aes = new AesGcm(secret, tag.Length)) aes.Encrypt(nonce, plain, cipher, tag);
            var (version, wrapped) = Task.Run(() => vault.WrapAsync(secret)).GetAwaiter().GetResult();
            return new(
                new XElement("keyVault", new XAttribute("key", version), new XAttribute("wrapped", Convert.ToBase64String(wrapped)),
                    new XAttribute("nonce", Convert.ToBase64String(nonce)), new XAttribute("tag", Convert.ToBase64String(tag)), Convert.ToBase64String(cipher)),
                typeof(KeyVaultDecryptor));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(plain);
        }
    }
}

/// <summary>The way back. Its name stands in the stored keys: it stays.</summary>
public sealed class KeyVaultDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var vault = services.GetRequiredService<KeyVaultKey>();
        byte[] Bytes(string name) => Convert.FromBase64String(encryptedElement.Attribute(name)!.Value);
        var secret = Task.Run(() => vault.UnwrapAsync(new Uri(encryptedElement.Attribute("key")!.Value), Bytes("wrapped"))).GetAwaiter().GetResult();
        var cipher = Convert.FromBase64String(encryptedElement.Value);
        var plain = new byte[cipher.Length];
        try
        {
            using var aes = new AesGcm(secret, Bytes("tag").Length);
            aes.Decrypt(Bytes("nonce"), cipher, Bytes("tag"), plain);
            return XElement.Parse(Encoding.UTF8.GetString(plain));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(plain);
        }
    }
}
