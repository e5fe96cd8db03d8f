using System.Text.RegularExpressions;
using AgentScript.Syntax;

namespace AgentScript.Model;

/// <summary><c># @dialect: NAME[=MAJOR[.MINOR]]</c> in one of the first ten lines.</summary>
/// <param name="Name">In lower case.</param>
public sealed partial record DialectComment(string Name, int? Major, int? Minor, int Start, int End)
{
    private const int Lines = 10;

    public static DialectComment? Find(SyntaxTree tree)
    {
        foreach (var comment in tree.Comments)
        {
            if (tree.Source.Line(comment.Start) >= Lines) return null;
            var match = Pattern().Match(tree.Source.Text[comment.Start..comment.End]);
            if (match.Success) return new(match.Groups["name"].Value.ToLowerInvariant(), Number(match.Groups["major"]), Number(match.Groups["minor"]), comment.Start, comment.End);
        }
        return null;
    }

    private static int? Number(Group group) => group.Success && int.TryParse(group.ValueSpan, out var number) ? number : null;

    [GeneratedRegex(@"^#\s*@dialect:\s*(?<name>[A-Za-z_]\w*)(\s*=\s*(?<major>\d+)(\.(?<minor>\d+))?)?", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
