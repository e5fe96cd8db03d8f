using System.Security.Cryptography;
using AuthMd;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using Microsoft.AspNetCore.DataProtection;

namespace FunctionsAgent.Access;

/// <summary><see cref="ISeal"/> by ASP.NET Core's data protection: on Azure its keys are wrapped by the key in the Key Vault.</summary>
/// <remarks>Throws <see cref="StoreBusyException"/> or <see cref="TransientException"/> while its keys cannot be read: what was sealed is not lost then.</remarks>
public sealed class Seal(IDataProtectionProvider protection) : ISeal
{
    private readonly IDataProtector protector = protection.CreateProtector("AuthMd");

    string ISeal.Seal(byte[] content) => Try(() => Convert.ToBase64String(protector.Protect(content)));

    public byte[] Open(string text) => Try(() => protector.Unprotect(Convert.FromBase64String(text)));

    /// <summary>Data protection says of everything that it cannot decrypt; what only has to wait must not be taken for damaged.</summary>
    private static T Try<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (FormatException e)
        {
            throw new CryptographicException("Not sealed by this service.", e);
        }
        catch (CryptographicException e) when (e.Causes().OfType<StoreBusyException>().FirstOrDefault() is { } busy)
        {
            throw new StoreBusyException(busy.Message, busy) { RetryAfter = busy.RetryAfter, Throttled = busy.Throttled };
        }
        catch (CryptographicException e) when (e.Causes().Any(cause => cause is HttpRequestException or TaskCanceledException or Azure.Identity.AuthenticationFailedException))
        {
            throw new TransientException("key-vault", "The keys that seal cannot be had from the Key Vault at the moment.", e);
        }
    }
}
