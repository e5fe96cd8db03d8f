using static AgentScript.Schema.Fields;

namespace AgentScript.Schema;

/// <summary><c>modality voice</c> in both of its versions; that they do not mix is a pass's to say.</summary>
internal static class VoiceBlocks
{
    private static Field Pronunciations(string name) => Sequence(
        name, Text("grapheme"), Text("phoneme"), Text("type").With(new OneOf(["IPA", "CMU"])));

    private static Field Fillers(string name) => Sequence(name, List("waiting"));

    private static Field Inbound { get; } = Sub(
        "inbound", Sub("model", Text("id"), Anything("parameters")), Flag("filler_words_detection"), List("keywords"));

    private static Field Outbound { get; } = Sub(
        "outbound", Sub("model", Text("id"), Anything("parameters")), Text("persona_id"), Fillers("filler_sentences"), Pronunciations("pronunciations"));

    private static Constraint[] Wait { get; } = [new Minimum(10_000), new Maximum(300_000)];

    public static Field Modality { get; } = Named("modality", new Block(
        Inbound,
        Outbound,
        Text("session_language_switching").With(new OneOf(["Monolingual", "Multilingual"])),
        Collection("languages", new Block(Flag("is_default"), Inbound, Outbound)),
        Sub("inbound_keywords", List("keywords")),
        Flag("inbound_filler_words_detection"),
        Text("voice_id"),
        Number("outbound_speed").With(new Minimum(0.5), new Maximum(2)),
        Number("outbound_style_exaggeration").With(new Minimum(0), new Maximum(1)),
        Number("outbound_stability"),
        Number("outbound_similarity"),
        Anything("outbound_filler_sentences"),
        Anything("pronunciation_dict"),
        Sub(
            "additional_configs",
            Sub("speak_up_config", new Block { Prefixed = Constant("").With(Wait) }),
            Sub("endpointing_config", Number("max_wait_time_ms").With(new Minimum(500), new Maximum(60_000))),
            Anything("beepboop_config")))) with { Names = ["voice"] };
}
