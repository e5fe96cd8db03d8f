using FunctionsAgent.Storage;
using Microsoft.Extensions.Configuration;

namespace FunctionsAgent.Access;

/// <summary>Settings <c>AuthMd__…</c>.</summary>
/// <param name="Open">Whether agents may register by themselves.</param>
public sealed record AuthMdSettings(bool Open)
{
    public static AuthMdSettings Read(IConfiguration configuration) =>
        new(string.Equals(SettingTable.Value(configuration, "AuthMd__Registration"), "open", StringComparison.OrdinalIgnoreCase));
}
