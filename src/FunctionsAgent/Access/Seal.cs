using AuthMd;
using Microsoft.AspNetCore.DataProtection;

namespace FunctionsAgent.Access;

/// <summary><see cref="ISeal"/> by ASP.NET Core's data protection: on Azure its keys are wrapped by the key in the Key Vault.</summary>
public sealed class Seal(IDataProtectionProvider protection) : ISeal
{
    private readonly IDataProtector protector = protection.CreateProtector("AuthMd");

    string ISeal.Seal(byte[] content) => Convert.ToBase64String(protector.Protect(content));

    public byte[] Open(string text) => protector.Unprotect(Convert.FromBase64String(text));
}
