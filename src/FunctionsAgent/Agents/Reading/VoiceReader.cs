using System.Collections.Immutable;
using FunctionsAgent.Agents.Yaml;

namespace FunctionsAgent.Agents.Reading;

/// <summary>Reads <c>voice.yaml</c>.</summary>
internal sealed class VoiceReader(Values values)
{
    public const string File = "voice.yaml";

    public Voice Read(YamlNode root)
    {
        var voice = new Fields(root, "voice.yaml", values);
        var read = new Voice(Lines("guidelines"), Lines("preferred"), Lines("avoided"), Lines("samples"));
        voice.Done();
        return read;

        ImmutableArray<VoiceLine> Lines(string key) => voice.Take(key) is { } list
            ? values.List(list, key, item => new VoiceLine(values.Text(item, $"An entry of {key}", filled: false), item.At)) : [];
    }
}
