using System.Text.Json;
using System.Text.Json.Serialization;

namespace FunctionsAgent.Agents;

/// <summary>What came of running a package's tests. Whoever publishes answers for it, as for the package.</summary>
/// <param name="Version">Of the content that was tested.</param>
/// <param name="Taken">Branches of the script that the tests take, of <paramref name="Branches"/>; null where there is no script.</param>
public sealed record TestEvidence(string Version, int Passed, int Failed, int? Taken = null, int? Branches = null)
{
    private const int MaxVersion = 64;

    [JsonIgnore]
    public int Ran => Passed + Failed;

    /// <summary><c>{"version","passed","failed","taken"?,"branches"?}</c>, or what is wrong with it.</summary>
    internal static (TestEvidence? Evidence, string? Error) Read(JsonElement given)
    {
        if (given.ValueKind != JsonValueKind.Object) return (null, "tests is an object: version, passed, failed.");
        if (!given.TryGetProperty("version", out var named) || named.ValueKind != JsonValueKind.String || named.GetString() is not { Length: > 0 and <= MaxVersion } version)
            return (null, "tests.version is the version that was tested.");
        if (Count(given, "passed") is not { } passed || Count(given, "failed") is not { } failed) return (null, $"tests.passed and tests.failed are whole numbers from 0 to {PackageFiles.MaxBytes:N0}.");
        var (taken, branches) = (Count(given, "taken"), Count(given, "branches"));
        return (new(version, passed, failed, branches is null ? null : taken, taken is null ? null : branches), null);
    }

    // Each test takes bytes of the package: no more can have run, and sums stay within an int.
    private static int? Count(JsonElement given, string name) =>
        given.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count >= 0 && count <= PackageFiles.MaxBytes ? count : null;
}
