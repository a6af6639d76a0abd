// SPDX-FileCopyrightText: 2026 The Blockwright authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "learn/data/image/image_codec.h"

#include <QtTest>

#include "io/file_bytes.h"
#include "learn/data/image/resample.h"
#include "support/must.h"

using namespace bw;
using bw::support::must;

namespace {

Image colors(int width, int height) {
    Image image(width, height);
    for (size_t i = 0; i < image.planes.size(); ++i)
        image.planes[i] = static_cast<uint8_t>(i * 37 + i / 11);
    return image;
}

bool refuses(const std::string& bytes, ErrorCode code, const char* words) {
    const auto image = decodeImage(bytes);
    return !image && image.error().code == code && image.error().message.find(words) != std::string::npos;
}

QString sharedPicture(const char* folder) {
    const QDir dir(QString::fromUtf8(BW_SHARED_DATA "/images/") + QString::fromUtf8(folder));
    const QStringList names = dir.entryList(QDir::Files, QDir::Name);
    return names.isEmpty() ? QString() : dir.filePath(names.first());
}

}  // namespace

class ImageCodecTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pngKeepsEveryPixel() {
        const Image image = colors(23, 7);
        const std::string png = must(encodePng(image));
        QVERIFY(must(decodeImage(png)) == image);
        QCOMPARE(must(imageSizeOf(png)).width, 23);
        QCOMPARE(must(imageSizeOf(png)).height, 7);
    }

    void masksKeepTheirNumbers() {
        ClassMask mask{5, 3, {}};
        for (int i = 0; i < 15; ++i)
            mask.classes.push_back(static_cast<uint8_t>(i == 7 ? 255 : i));
        QVERIFY(must(decodeMask(must(encodeMask(mask)))) == mask);
        QVERIFY(!decodeMask(must(encodePng(colors(4, 4)))));
    }

    void damagedFilesAreRefused() {
        const std::string png = must(encodePng(colors(40, 40)));
        QVERIFY(refuses("", ErrorCode::InvalidFile, "empty"));
        QVERIFY(refuses("GIF89a....", ErrorCode::Unsupported, "neither"));
        // Cut anywhere, the file ends with a message.
        for (size_t size = 8; size + 1 < png.size(); size += 13)
            QVERIFY2(refuses(png.substr(0, size), ErrorCode::InvalidFile, "damaged"), std::to_string(size).c_str());
        std::string broken = png;
        broken[broken.size() / 2] = static_cast<char>(broken[broken.size() / 2] ^ 0x55);
        QVERIFY(refuses(broken, ErrorCode::InvalidFile, "damaged"));
    }

    void oversizedHeadsAreRefusedBeforeAllocating() {
        std::string png = must(encodePng(colors(4, 4)));
        // Width and height of the head to 15,000 each; its checksum to match.
        const unsigned char head[] = {0x00, 0x00, 0x3A, 0x98, 0x00, 0x00, 0x3A, 0x98};
        for (size_t i = 0; i < 8; ++i)
            png[16 + i] = static_cast<char>(head[i]);
        uint32_t crc = 0xFFFFFFFFU;
        for (size_t i = 12; i < 29; ++i) {
            crc ^= static_cast<unsigned char>(png[i]);
            for (int bit = 0; bit < 8; ++bit)
                crc = (crc >> 1) ^ (0xEDB88320U & (0U - (crc & 1U)));
        }
        crc = ~crc;
        for (size_t i = 0; i < 4; ++i)
            png[29 + i] = static_cast<char>(crc >> (24 - 8 * i));
        QVERIFY(refuses(png, ErrorCode::LimitExceeded, "15000 x 15000"));
    }

    void jpegIsDecodedAndCutsAreNoticed() {
        const QString path = sharedPicture("coco_person/train");
        if (path.isEmpty()) QSKIP("The shared pictures are not there");
        const std::string jpeg = must(readFileBytes(path.toStdString(), kMaxImageFileBytes));
        const Image image = must(decodeImage(jpeg));
        QCOMPARE(image.width, must(imageSizeOf(jpeg)).width);
        // Qt's own decoder agrees within a rounding of the colour conversion.
        const QImage other = QImage(path).convertToFormat(QImage::Format_RGB888);
        int64_t difference = 0;
        for (int y = 0; y < image.height; ++y) {
            for (int x = 0; x < image.width; ++x)
                difference += std::abs(qRed(other.pixel(x, y)) - image.plane(0)[y * image.width + x]);
        }
        QVERIFY(difference < static_cast<int64_t>(image.area()));
        for (size_t size = 3; size + 2 < jpeg.size(); size += jpeg.size() / 40)
            QVERIFY2(!decodeImage(jpeg.substr(0, size)), std::to_string(size).c_str());
    }

    void randomDamageNeverCrashes() {
        std::vector<std::string> files = {must(encodePng(colors(31, 17)))};
        const QString path = sharedPicture("coco_person/train");
        if (!path.isEmpty()) files.push_back(must(readFileBytes(path.toStdString(), kMaxImageFileBytes)));
        uint32_t state = 1;
        const auto next = [&state] { return state = state * 1664525U + 1013904223U; };
        for (int i = 0; i < 400; ++i) {
            std::string bytes = files[static_cast<size_t>(i) % files.size()];
            for (int k = 0; k < 4; ++k)
                bytes[next() % bytes.size()] = static_cast<char>(next() >> 24);
            const auto image = decodeImage(bytes);
            QVERIFY(!image || image->planes.size() == 3 * image->area());
        }
    }

    void shrinkingTakesMeansAndGrowingKeepsColours() {
        Image image(4, 2);
        for (size_t i = 0; i < 8; ++i)
            image.plane(0)[i] = i % 4 < 2 ? 0 : 200;
        const Image small = resample(image, {0, 0, 4, 2}, 2, 1);
        // A triangle two old pixels wide to each side: some of the neighbour comes in.
        QVERIFY(small.plane(0)[0] < 40 && small.plane(0)[1] > 160);
        const Image large = resample(image, {0, 0, 4, 2}, 16, 8);
        QCOMPARE(int(large.plane(0)[0]), 0);
        QCOMPARE(int(large.plane(0)[15]), 200);
        QVERIFY(resample(image, {0, 0, 4, 2}, 4, 2) == image);
        const ClassMask mask{2, 1, {3, 5}};
        const ClassMask wide = resample(mask, {0, 0, 4, 1}, 4, 1);
        QVERIFY(wide.classes == std::vector<uint8_t>({3, 5, kVoidClass, kVoidClass}));
    }
};

QTEST_GUILESS_MAIN(ImageCodecTest)
#include "image_codec_test.moc"
