using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using AgentScript;
using AgentScript.Coverage;
using FunctionsAgent.Agents;

namespace FunctionsAgent.Local.Authoring;

/// <summary>Branches of a package's script against what was logged of them.</summary>
internal static class PackageCoverage
{
    /// <summary>Null where the agent is written in C#, and has no lines to name.</summary>
    /// <param name="traces"><c>kind name line</c>.</param>
    public static CoverageReport? Of(Package package, IEnumerable<string> traces) =>
        package.Flow is ScriptFlow flow ? CoverageReport.Of(Branches.Of(flow.Script), traces.Select(Traced.Parse).OfType<Traced>()) : null;

    public static string Summary(CoverageReport report) => $"{report.Taken.Length} of {report.Total} branches ({report.Share * 100:0} %)";

    public static JsonObject Json(CoverageReport report) => new()
    {
        ["taken"] = report.Taken.Length,
        ["total"] = report.Total,
        ["missed"] = new JsonArray([.. report.Missed.Select(b => new JsonObject { ["line"] = b.Line, ["kind"] = Kind(b.Kind), ["node"] = b.Node, ["name"] = b.Name })]),
    };

    private static string Kind(BranchKind kind) => kind == BranchKind.OnFailure ? "onFailure" : kind.ToString().ToLowerInvariant();
}
