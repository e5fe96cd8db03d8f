using System.Collections.Immutable;
using AgentScript.Syntax;

namespace AgentScript.Linting.Structure;

/// <summary>The same key, name included, twice in one block.</summary>
internal static class KeyUniqueness
{
    private const int Few = 12;

    public static void Check(LintContext context, ImmutableArray<MemberSyntax> members, Severity severity = Severity.Warning, string code = "duplicate-key")
    {
        var seen = members.Length > Few ? new HashSet<(string, string?)>() : null;
        for (var i = 1; i <= members.Length; i++)
        {
            if (members[i - 1] is not EntrySyntax { Key: var key }) continue;
            if (seen is null ? !Earlier(members, i - 1, key) : seen.Add((key.First.Text, key.Second?.Text))) continue;
            context.Report(severity, code, $"'{key.Text}' is here twice; the last one counts.", key);
        }
    }

    private static bool Earlier(ImmutableArray<MemberSyntax> members, int count, KeySyntax key)
    {
        for (var i = 0; i < count; i++)
        {
            if (members[i] is EntrySyntax { Key: var other } && other.First.Text == key.First.Text && other.Second?.Text == key.Second?.Text) return true;
        }
        return false;
    }
}
