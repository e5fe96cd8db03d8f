using AgentScript.Syntax;

namespace AgentScript.Linting.Agentforce;

/// <summary><c>adaptive-language-overrides</c> and the languages of a voice.</summary>
internal sealed class LanguageSettings : ILintPass
{
    private static readonly string[] Overridden = ["default_locale", "additional_locales", "all_additional_locales"];
    private static readonly string[] Version1 =
    [
        "inbound_keywords", "inbound_filler_words_detection", "voice_id", "outbound_speed", "outbound_style_exaggeration", "outbound_stability", "outbound_similarity",
        "outbound_filler_sentences", "pronunciation_dict", "additional_configs",
    ];

    private static readonly string[] Version2 = ["inbound", "outbound", "session_language_switching", "languages"];

    public void Run(LintContext context)
    {
        var language = context.Tree.Block("language");
        var isAdaptive = language.Field("adaptive")?.Value is BooleanSyntax { Value: true };
        foreach (var name in Overridden)
        {
            if (isAdaptive && language.Field(name) is { } field) context.Warning("adaptive-language-overrides", $"'adaptive: True' follows the customer's language: '{name}' has no effect.", field.Lone() ?? field);
        }
        foreach (var member in context.Tree.Mapping.Members)
        {
            if (member is EntrySyntax { Key: { First.Text: "modality", Second.Text: "voice" } } voice) Voice(context, voice, language, isAdaptive);
        }
    }

    private static void Voice(LintContext context, EntrySyntax voice, EntrySyntax? language, bool isAdaptive)
    {
        if (FirstOf(voice, Version1) is { } old && FirstOf(voice, Version2) is { } current)
        {
            context.Error("voice-version-mixing", $"'{old.Key.First.Text}' and '{current.Key.First.Text}' belong to different versions of the voice settings: keep one version.", voice.Content());
        }
        var languages = voice.Field("languages");
        if (isAdaptive && (languages ?? voice.Field("session_language_switching")) is { } fixedly)
        {
            context.Warning("voice-adaptive-conflict", $"'adaptive: True' follows the customer's language: '{fixedly.Key.First.Text}' contradicts it.", fixedly);
        }
        if (languages is null) return;
        if (language is null)
        {
            context.Warning("voice-language-missing-language-block", "The voice has languages and the agent has none: add a 'language' block with 'default_locale'.", languages);
            return;
        }
        if (language.Field("all_additional_locales")?.Value is BooleanSyntax { Value: true }) return;
        var declared = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        Add(declared, language.Field("default_locale"));
        Add(declared, language.Field("additional_locales"));
        foreach (var member in languages.Members())
        {
            if (member is EntrySyntax locale && !declared.Contains(locale.Key.Text))
            {
                context.Error("voice-language-not-declared", $"'{locale.Key.Text}' is not among the agent's languages: add it to 'additional_locales' of 'language'.", locale);
            }
        }
    }

    private static EntrySyntax? FirstOf(EntrySyntax voice, string[] names)
    {
        foreach (var name in names)
        {
            if (voice.Field(name) is { } field) return field;
        }
        return null;
    }

    private static void Add(HashSet<string> locales, EntrySyntax? field)
    {
        foreach (var locale in ((field?.Value as StringSyntax)?.Value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) locales.Add(locale);
    }
}
