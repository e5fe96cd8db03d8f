using System.Collections.Immutable;
using FunctionsAgent.Guardrails;

namespace FunctionsAgent.Agents;

/// <summary>Reads <c>guards</c> of <c>agent.yaml</c>: the order is the one they are written in. One that is not named stands behind those that are, in its usual mode.</summary>
internal sealed class GuardReader(Values values)
{
    /// <summary>Every guard there is, in the usual order, with its usual mode and what it is made of.</summary>
    private static readonly ImmutableArray<Known> All =
    [
        new("size", GuardMode.On, (options, values) => options?.Take("maxCharacters") is { } limit ? Made(new SizeGuard(values.Whole(limit, "maxCharacters", 1, 100_000))) : Made(new SizeGuard())),
        new("harm", GuardMode.On, (_, _) => Made(new HarmGuard())),
        // It takes some customers for attackers, and what an attack could do is held by other rules: an operator looks first.
        new("injection", GuardMode.Shadow, (_, _) => Made(new InjectionGuard())),
        new("tone", GuardMode.On, (_, _) => Made(new ToneGuard())),
        new("writes", GuardMode.On, (_, _) => Made(new WriteGuard())),
        new("grounding", GuardMode.On, (options, values) => Made(new GroundingGuard(Choice(options, values, "unsupported", Unsupported.Remove)))),
        new("voice", GuardMode.On, (options, values) => Spoken(Choice(options, values, "unvoiced", Unvoiced.Replace))),
        new("toxicity", GuardMode.On, (_, _) => Made(new ToxicityGuard())),
        new("secrets", GuardMode.On, (_, _) => Made(new SecretsGuard())),
        new("content-safety-input", GuardMode.Off, (options, values) => Safety(options, values, "input", FailMode.Open)),
        new("content-safety-output", GuardMode.Off, (options, values) => Safety(options, values, "output", FailMode.Closed)),
    ];

    private static readonly ImmutableArray<string> Modes = ["on", "shadow", "off"];

    internal static ImmutableArray<string> Names { get; } = [.. All.Select(known => known.Name)];

    /// <param name="Usual">Of one that is not named.</param>
    /// <param name="Make">Reads its options, if it has any.</param>
    private sealed record Known(string Name, GuardMode Usual, Func<Fields?, Values, Func<Voice?, IGuard>> Make);

    public ImmutableArray<GuardSpec> Read(YamlNode? node)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var named = node is null ? [] : values.List(node, "guards", item =>
        {
            var guard = Guard(new Fields(item, "A guard", values));
            if (guard is not null && !seen.Add(guard.Name)) values.Errors.Add(item.At, $"The guard '{guard.Name}' stands here a second time.");
            return guard;
        });
        return [.. named.OfType<GuardSpec>(), .. All.Where(known => known.Usual != GuardMode.Off && !seen.Contains(known.Name)).Select(known => new GuardSpec(known.Name, known.Usual, known.Make(null, values)))];
    }

    private GuardSpec? Guard(Fields guard)
    {
        var name = guard.Need("name", string.Join(" or ", Names)) is { } n ? values.Choice(n, "A guard's name", Names) : "";
        var mode = guard.Need("mode", "on, shadow or off") is { } m ? values.Choice(m, "A guard's mode", Modes) : "";
        var make = All.FirstOrDefault(known => known.Name == name)?.Make(guard, values);
        guard.Done();
        return make is null ? null : new(name, mode switch { "shadow" => GuardMode.Shadow, "off" => GuardMode.Off, _ => GuardMode.On }, make);
    }

    private static Func<Voice?, IGuard> Made(IGuard guard) => _ => guard;

    private static Func<Voice?, IGuard> Spoken(Unvoiced unvoiced) => voice => new VoiceGuard(
        voice is null ? VoiceRules.None : new([.. voice.Avoided.Select(line => line.Text)], [.. voice.Preferred.Where(line => line.Instead is not null).Select(line => (line.Say, line.Instead!))]), unvoiced);

    /// <summary>A service outside: its address and key are settings, needed where the guard is asked.</summary>
    private static Func<Voice?, IGuard> Safety(Fields? options, Values values, string side, FailMode usual)
    {
        var severity = options?.Take("severity") is { } level ? values.Whole(level, "severity", 1, 6) : 4;
        var fails = Choice(options, values, "fails", usual);
        if (options is null || options.Take("mode") is YamlScalar { Text: "off" }) return Made(new ContentSafetyGuard(new HttpClient(), side, severity, fails));
        var (address, key) = (values.Setting(options.At, "ContentSafety__Endpoint"), values.Setting(options.At, "ContentSafety__ApiKey"));
        return Made(new ContentSafetyGuard(Uri.TryCreate(address, UriKind.Absolute, out var endpoint) && key is not null ? ContentSafetyGuard.Client(endpoint, key) : new HttpClient(), side, severity, fails));
    }

    private static T Choice<T>(Fields? options, Values values, string key, T usual) where T : struct, Enum
    {
        if (options?.Take(key) is not { } node) return usual;
        var names = Enum.GetNames<T>().Select(name => name.ToLowerInvariant()).ToImmutableArray();
        return Enum.TryParse<T>(values.Choice(node, key, names), ignoreCase: true, out var chosen) ? chosen : usual;
    }
}
