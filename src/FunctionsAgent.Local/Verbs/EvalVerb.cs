using System.CommandLine;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>eval …</c>: measures a part of the product on data given by path; no instance is needed.</summary>
internal static class EvalVerb
{
    public static Command Create() => new("eval", "Measures parts of the product on data files.") { EvalIntentsVerb.Create(), EvalRetrievalVerb.Create(), EvalGuardsVerb.Create() };
}
