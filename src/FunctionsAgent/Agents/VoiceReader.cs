using System.Collections.Immutable;

namespace FunctionsAgent.Agents;

/// <summary>Reads <c>voice.yaml</c>.</summary>
internal sealed class VoiceReader(Values values)
{
    public const string File = "voice.yaml";

    public Voice Read(YamlNode root)
    {
        var voice = new Fields(root, "voice.yaml", values);
        var read = new Voice(Lines("guidelines"), Preferred(), Lines("avoided"), Lines("samples"));
        voice.Done();
        return read;

        ImmutableArray<VoiceLine> Lines(string key) => voice.Take(key) is { } list
            ? values.List(list, key, item => new VoiceLine(values.Text(item, $"An entry of {key}", filled: false), item.At)) : [];

        ImmutableArray<VoicePreference> Preferred() => voice.Take("preferred") is { } list ? values.List(list, "preferred", Preference) : [];
    }

    private VoicePreference Preference(YamlNode node)
    {
        if (node is not YamlMapping) return new(values.Text(node, "An entry of preferred", filled: false), null, node.At);
        var pair = new Fields(node, "An entry of preferred", values);
        var say = pair.Need("say", "the phrasing to use") is { } s ? values.Text(s, "say", filled: false) : "";
        var instead = pair.Need("instead", "what would be said otherwise") is { } i ? values.Text(i, "instead", filled: false) : "";
        pair.Done();
        return new(say, instead, node.At);
    }
}
