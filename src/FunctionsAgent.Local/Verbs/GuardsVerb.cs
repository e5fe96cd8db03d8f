using System.CommandLine;

namespace FunctionsAgent.Local.Verbs;

/// <summary><c>guards</c>: what the trust layer did with what passed it.</summary>
internal static class GuardsVerb
{
    public static Command Create() => new("guards", "Shows what guards and boundaries did.") { GuardsEgressVerb.Create() };
}
