using System.Globalization;

namespace FunctionsAgent.Channels;

/// <summary>
/// One request of a phone call, read from a verified form. The state of the dialogue travels in the action URL, which the
/// signature covers: <c>n</c> the turn, <c>s</c> how often in a row nothing was understood, <c>poll</c> how often the caller
/// has been asked to hold on.
/// </summary>
public sealed record VoiceTurn(string CallSid, string From, string To, int Number, int Silences, int Poll, string Heard, double? Confidence, string StirVerstat)
{
    /// <summary>Below it, what was recognised is asked again rather than acted on.</summary>
    public const double LeastConfidence = 0.4;

    /// <summary>What key 0 asks for, as on every phone line.</summary>
    public const string AskedForPerson = "I want to speak to a person.";

    private const int MaxTurns = 1000;

    /// <summary>Twilio has waited in the "hold on" document and asks again.</summary>
    public bool IsPoll => Poll > 0;

    public bool IsUnderstood => Heard.Length > 0 && !(Confidence < LeastConfidence);

    /// <summary>Caller ids are forged easily; level A of STIR/SHAKEN is the originating carrier vouching for the number.</summary>
    public string Assurance => StirVerstat == "TN-Validation-Passed-A" && From.StartsWith('+') ? "channel" : "none";

    /// <summary>Names this turn of this call, so that a replayed or repeated request is the same message.</summary>
    public string Id => $"{CallSid}:{Number}";

    /// <summary>Null when the form is not a call's: no CallSid, or counters that are not ours.</summary>
    public static VoiceTurn? Read(RawRequest request)
    {
        var form = FormFields.Parse(request.Body.Span);
        var query = FormFields.Query(request.Url);
        if (form["CallSid"].Length is 0 or > 128
            || !Counter(query["n"], 1, out var number) || !Counter(query["s"], 0, out var silences) || !Counter(query["poll"], 0, out var poll))
            return null;
        var speech = form["SpeechResult"].Trim();
        var keys = form["Digits"].Trim();
        var heard = speech.Length > 0 ? speech : keys == "0" ? AskedForPerson : keys;
        // Keys are pressed or not: only speech is recognised with some confidence.
        double? confidence = speech.Length > 0 && double.TryParse(form["Confidence"], NumberStyles.Float, CultureInfo.InvariantCulture, out var c) ? c : null;
        return new(form["CallSid"], form["From"], form["To"], number, silences, poll, heard, confidence, form["StirVerstat"]);
    }

    private static bool Counter(string text, int absent, out int value)
    {
        value = absent;
        return text.Length == 0
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= MaxTurns);
    }
}
