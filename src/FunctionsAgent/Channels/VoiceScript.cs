using System.Globalization;

namespace FunctionsAgent.Channels;

/// <summary>What is said around the agent's answers on the phone, and where Twilio posts next. Pure: a turn in, a document out.</summary>
public static class VoiceScript
{
    public const string TurnPath = "/channels/voice/twilio/turn";

    /// <summary>Asked again at most so often in a row; then the call ends, as an abandoned line would be billed for hours.</summary>
    public const int MaxSilences = 2;

    /// <summary>"Hold on" is said at most so often for one answer.</summary>
    public const int MaxPolls = 6;

    public static string Greeting(string text) => Twiml.Gather(text, Url(1));

    /// <summary>The agent's answer, and the next turn.</summary>
    public static string Reply(VoiceTurn turn, string text) => Twiml.Gather(text, Url(turn.Number + 1));

    /// <summary>The agent's last words, when it ended the conversation.</summary>
    public static string LastWords(string text) => Twiml.SayAndHangup(text);

    /// <summary>Nothing was heard or understood: asks again in other, shorter words, the third time says goodbye.</summary>
    public static string Unheard(VoiceTurn turn) => turn.Silences switch
    {
        0 => Twiml.Gather("Sorry, I did not catch that. Please say it again, or key it in and press hash.", Url(turn.Number, turn.Silences + 1)),
        < MaxSilences => Twiml.Gather("I still cannot hear you. Please speak now, or use the keys.", Url(turn.Number, turn.Silences + 1)),
        _ => Twiml.SayAndHangup("I cannot hear you, so I will hang up now. Please call again. Goodbye."),
    };

    /// <summary>The answer is not there yet: hold on and ask again, and after <see cref="MaxPolls"/> apologise.</summary>
    public static string NotYet(VoiceTurn turn) => turn.Poll < MaxPolls
        ? Twiml.Hold(turn.Poll == 0 ? "One moment, please." : turn.Poll == MaxPolls / 2 ? "I am still looking." : null, Url(turn.Number, 0, turn.Poll + 1))
        : Twiml.Gather("I am sorry, this takes longer than it should. Please ask me again, or say that you want to speak to a person.", Url(turn.Number + 1));

    /// <summary>Where Twilio posts turn <paramref name="number"/>: relative, so it stays on the host that Twilio called.</summary>
    public static string Url(int number, int silences = 0, int poll = 0) => string.Create(CultureInfo.InvariantCulture,
        $"{TurnPath}?n={number}{(silences > 0 ? $"&s={silences}" : "")}{(poll > 0 ? $"&poll={poll}" : "")}");
}
