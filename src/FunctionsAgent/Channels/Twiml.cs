using System.Globalization;
using System.Text;
using System.Xml;

namespace FunctionsAgent.Channels;

/// <summary>
/// TwiML documents (<c>text/xml</c>, UTF-8 without a byte order mark, at most 64 kB). Every text goes through
/// <see cref="SpeechText"/> first and is escaped by the XML writer; no text ever supplies tags.
/// </summary>
public static class Twiml
{
    public const string ContentType = "text/xml; charset=utf-8";

    /// <summary>Characters of one <c>Say</c> that Twilio accepts.</summary>
    public const int MaxSay = 4096;

    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false), OmitXmlDeclaration = false, Indent = false };

    /// <summary>
    /// Says <paramref name="text"/> and listens to speech and keys; the result, silence included, is posted to <paramref name="actionUrl"/>.
    /// </summary>
    public static string Gather(string text, string actionUrl, string language = "en-US", string? hints = null) => Document(xml =>
    {
        xml.WriteStartElement("Gather");
        xml.WriteAttributeString("input", "speech dtmf");
        xml.WriteAttributeString("action", actionUrl);
        xml.WriteAttributeString("method", "POST");
        xml.WriteAttributeString("language", language);
        // Two seconds: numbers are read out with pauses. "auto" draws a warning with the default model.
        xml.WriteAttributeString("speechTimeout", "2");
        xml.WriteAttributeString("timeout", "6");
        xml.WriteAttributeString("finishOnKey", "#");
        // Silence comes back to us with its state instead of falling through to the end of the document.
        xml.WriteAttributeString("actionOnEmptyResult", "true");
        if (hints is not null)
            xml.WriteAttributeString("hints", hints);
        Say(xml, text, language);
        xml.WriteEndElement();
    });

    public static string SayAndHangup(string text, string language = "en-US") => Document(xml =>
    {
        Say(xml, text, language);
        xml.WriteStartElement("Hangup");
        xml.WriteEndElement();
    });

    /// <summary>Keeps the caller while the answer is being made, then asks again at <paramref name="pollUrl"/>.</summary>
    /// <param name="text">Null: only the pause.</param>
    public static string Hold(string? text, string pollUrl, int pauseSeconds = 2, string language = "en-US") => Document(xml =>
    {
        if (text is not null)
            Say(xml, text, language);
        xml.WriteStartElement("Pause");
        xml.WriteAttributeString("length", pauseSeconds.ToString(CultureInfo.InvariantCulture));
        xml.WriteEndElement();
        xml.WriteStartElement("Redirect");
        xml.WriteAttributeString("method", "POST");
        xml.WriteString(pollUrl);
        xml.WriteEndElement();
    });

    private static void Say(XmlWriter xml, string text, string language)
    {
        xml.WriteStartElement("Say");
        xml.WriteAttributeString("language", language);
        xml.WriteString(SpeechText.From(text));
        xml.WriteEndElement();
    }

    private static string Document(Action<XmlWriter> content)
    {
        using var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer, Settings))
        {
            xml.WriteStartElement("Response");
            content(xml);
            xml.WriteEndElement();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
