using System.Collections.Immutable;
using FunctionsAgent.Policies;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace FunctionsAgent.Agents;

/// <summary>Builds the tree of one file from the parser's events. Throws what the parser throws.</summary>
internal sealed class YamlTree(string file, string text, PackageErrors errors)
{
    // Below the 64 levels that JSON readers take.
    private const int MaxDepth = 40;

    private readonly Parser parser = new(new Scanner(new StringReader(text), skipComments: true));
    private readonly List<(int From, int To)> texts = [];

    /// <summary>A value could not be read at all, so that whoever misses it would be misled.</summary>
    public bool HasHoles { get; private set; }

    /// <summary>Where the last that could be read begins.</summary>
    public Mark Reached => parser.Current?.Start ?? new Mark(0, 1, 1);

    /// <summary>Whether a line goes on with a text that began above it.</summary>
    public bool IsText(int line)
    {
        var (low, high) = (0, texts.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (line > texts[middle].To) low = middle + 1;
            else if (line <= texts[middle].From) high = middle - 1;
            else return true;
        }

        return false;
    }

    public YamlNode? Read()
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _)) return null;
        parser.Consume<DocumentStart>();
        var root = Node(0);
        parser.Consume<DocumentEnd>();
        if (parser.TryConsume<DocumentStart>(out var second)) errors.Add(At(second.Start), "A second document begins here; a file holds one.");
        return root;
    }

    private YamlNode? Node(int depth)
    {
        var begin = parser.Consume<ParsingEvent>();
        var at = At(begin.Start);
        if (begin is AnchorAlias)
        {
            errors.Add(at, "An alias (*name) is not read; write the value out.");
            HasHoles = true;
            return null;
        }

        if (begin is NodeEvent { Anchor.IsEmpty: false }) errors.Add(at, "An anchor (&name) is not read; remove it.");
        if (begin is NodeEvent { Tag.IsEmpty: false }) errors.Add(at, "A tag (!name) is not read; remove it. Quotation marks make a text.");
        if (begin is Scalar scalar) return Single(scalar, at);
        if (depth < MaxDepth) return begin is SequenceStart ? Sequence(at, depth) : Mapping(at, depth);

        throw new YamlException(begin.Start, begin.End, $"Nested more than {MaxDepth} deep.");
    }

    private YamlScalar Single(Scalar scalar, FilePosition at)
    {
        if (scalar.End.Line > scalar.Start.Line) texts.Add(((int)scalar.Start.Line, (int)scalar.End.Line));
        var plain = scalar.Style == ScalarStyle.Plain;
        var marks = plain ? 0 : 2;
        var inline = scalar.Style is ScalarStyle.Plain or ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted
            && scalar.Start.Line == scalar.End.Line && scalar.End.Column - scalar.Start.Column == scalar.Value.Length + marks;
        var node = new YamlScalar(at, scalar.Value, plain, inline);
        if (node.Type == ScalarType.Number && !double.IsFinite(node.Number)) errors.Add(at, "A finite number is expected; quotation marks make it text.");
        if (scalar.Value.Contains('\0', StringComparison.Ordinal)) errors.Add(at, "A NUL character is not text.");
        return node;
    }

    private YamlSequence Sequence(FilePosition at, int depth)
    {
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
            if (Node(depth + 1) is { } item) items.Add(item);
        return new(at, items.ToImmutable());
    }

    private YamlMapping Mapping(FilePosition at, int depth)
    {
        var entries = ImmutableArray.CreateBuilder<YamlEntry>();
        var seen = new Dictionary<string, FilePosition>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var keyAt = At(parser.Current!.Start);
            var key = Node(depth + 1);
            keyAt = key?.At ?? keyAt;
            var value = Node(depth + 1);
            if (key is YamlSequence or YamlMapping) errors.Add(keyAt, $"A key is a word, not {key.Kind}.");
            if (key is not YamlScalar { Text: var name }) continue;
            if (seen.TryAdd(name, keyAt))
            {
                if (value is not null) entries.Add(new(name, keyAt, value));
            }
            else
            {
                errors.Add(keyAt, $"The key '{Shown.Of(name)}' stands here a second time; the first is in line {seen[name].Line}.");
            }
        }

        return new(at, entries.ToImmutable());
    }

    private FilePosition At(Mark mark) => new(file, (int)mark.Line, (int)mark.Column);
}
