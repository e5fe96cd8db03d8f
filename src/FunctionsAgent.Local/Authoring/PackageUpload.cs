using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using FunctionsAgent.Agents;

namespace FunctionsAgent.Local.Authoring;

/// <summary>A package with what its tests showed, as an instance takes it.</summary>
internal static class PackageUpload
{
    /// <summary>Runs the tests.</summary>
    /// <exception cref="StartException">The package or a setting is not usable.</exception>
    public static async Task<TestEvidence> TestAsync(ParseResult line, string path, Package package, CancellationToken ct) => EvidenceOf(package, await TestRun.RunAsync(line, path, package, ct));

    public static JsonObject Body(Package package, TestEvidence tests)
    {
        var files = new JsonObject();
        foreach (var (path, bytes) in package.Files!.All) files[path] = Convert.ToBase64String(bytes.Span);
        return new JsonObject
        {
            ["files"] = files,
            ["tests"] = new JsonObject { ["version"] = tests.Version, ["passed"] = tests.Passed, ["failed"] = tests.Failed, ["taken"] = tests.Taken, ["branches"] = tests.Branches },
        };
    }

    private static TestEvidence EvidenceOf(Package package, IReadOnlyCollection<TestOutcome> outcomes)
    {
        var coverage = PackageCoverage.Of(package, outcomes.SelectMany(o => o.Trace));
        return new(package.Version, outcomes.Count(o => o.IsOk), outcomes.Count(o => !o.IsOk), coverage?.Taken.Length, coverage?.Total);
    }
}
