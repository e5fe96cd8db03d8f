namespace AuthMd;

/// <summary>Encrypts what has to be read again and must not lie open in the store: private keys, codes that a page reveals.</summary>
public interface ISeal
{
    string Seal(byte[] content);

    /// <exception cref="System.Security.Cryptography.CryptographicException">Not sealed by this service, or its key is gone.</exception>
    byte[] Open(string text);
}
